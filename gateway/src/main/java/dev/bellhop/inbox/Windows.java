package dev.bellhop.inbox;

import dev.bellhop.admin.SendWindow;
import dev.bellhop.admin.Stamp;
import dev.bellhop.admin.TemplateSheet;
import dev.bellhop.conversation.Desk;
import dev.bellhop.inbox.Inbox.UsableTemplates;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/// Whether WhatsApp takes what is written in a conversation, and what goes instead.
final class Windows {
    /// As many templates are offered in the composer; the sheet has all.
    private static final int OFFERED = 4;

    private final Desk desk;
    private final UsableTemplates templates;
    private final Clock clock;

    Windows(Desk desk, UsableTemplates templates, Clock clock) {
        this.desk = desk;
        this.templates = templates;
        this.clock = clock;
    }

    SendWindow of(Scene scene) {
        var code = scene.code();
        if (scene.visitor().blocked()) {
            return SendWindow.unlimited(code, "Goes to nobody: blocked", false);
        }
        if (!scene.onWhatsApp()) {
            return SendWindow.unlimited(code, "Goes to the website chat", false);
        }
        var now = clock.instant();
        var window = desk.windowOf(scene.conversation());
        boolean open = window.isOpen(now);
        return new SendWindow(
                code,
                open ? "Goes to WhatsApp" : "",
                true,
                window.closesAt()
                        .filter(_ -> open)
                        .map(at -> new Stamp(at, Spans.words(Duration.between(now, at)))),
                open ? Optional.empty() : Optional.of(shut(scene)));
    }

    private SendWindow.Shut shut(Scene scene) {
        var all = templates.of(scene.conversation());
        return new SendWindow.Shut(
                scene.customer().firstName(),
                all.stream().limit(OFFERED).map(Windows::line).toList(),
                all.size() > OFFERED);
    }

    /// A template as lists show it.
    static TemplateSheet.Line line(dev.bellhop.channel.UsableTemplate template) {
        return new TemplateSheet.Line(
                template.name().name(),
                template.name().language(),
                Names.capital(template.category()));
    }
}
