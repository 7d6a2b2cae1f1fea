package dev.bellhop.people;

import static dev.bellhop.web.Access.needs;

import dev.bellhop.admin.Alert;
import dev.bellhop.admin.Notice;
import dev.bellhop.admin.NotificationsPage;
import dev.bellhop.admin.Section;
import dev.bellhop.panel.Callers;
import dev.bellhop.panel.Panel;
import dev.bellhop.panel.SettingsFrames;
import dev.bellhop.web.Access;
import dev.bellhop.web.Bodies;
import dev.bellhop.web.Code;
import dev.bellhop.web.Ids;
import dev.bellhop.web.Permission;
import dev.bellhop.web.Refusal;
import dev.bellhop.web.Routes;

import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/// How an agent works: there or away, taken for away when, called for what.
final class PresencePages {
    private static final Access WORKS = needs(Permission.CONVERSATIONS_READ);
    private static final Access OPEN = SettingsFrames.access(Section.NOTIFICATIONS);
    private static final String PAGE = Section.NOTIFICATIONS.path();

    private final Presences presences;
    private final Panel panel;
    private final SettingsFrames frames;

    PresencePages(Presences presences, Panel panel, SettingsFrames frames) {
        this.presences = presences;
        this.panel = panel;
        this.frames = frames;
    }

    void register(Routes routes) {
        routes.post("/admin/presence", WORKS, this::say)
                .post("/admin/presence/touch", WORKS, this::touch)
                .get(PAGE, OPEN, this::show)
                .post(PAGE, OPEN, this::choose);
    }

    private void say(ServerRequest request, ServerResponse response) {
        var agent = Callers.agent(request);
        boolean away =
                switch (Bodies.form(request).getOrDefault("as", "")) {
                    case "away" -> true;
                    case "online" -> false;
                    default -> throw Refusal.of(Code.INVALID, "Say online or away.");
                };
        presences.says(agent.id(), away);
        if (Panel.wantsPart(request)) {
            panel.send(response, presences.myself(agent));
        } else {
            panel.sendTo(response, Panel.pageBefore(request));
        }
    }

    private void touch(ServerRequest request, ServerResponse response) {
        presences.touched(Callers.agent(request).id());
        panel.sendNothing(response, Status.NO_CONTENT_204);
    }

    private void show(ServerRequest request, ServerResponse response) {
        var agent = Callers.agent(request);
        var choice = presences.choices().of(agent.id());
        panel.send(
                response,
                new NotificationsPage(
                        frames.of(agent, Section.NOTIFICATIONS),
                        choice.alerts(),
                        choice.sound(),
                        choice.awayAfterMinutes(),
                        request.query().contains("saved")
                                ? Optional.of(
                                        new Notice(
                                                Notice.Tone.OK,
                                                "Saved.",
                                                "It counts in all your browsers from now on."))
                                : Optional.empty()));
    }

    private void choose(ServerRequest request, ServerResponse response) {
        var agent = Callers.agent(request);
        var fields = Bodies.form(request);
        int minutes =
                Ids.read(fields.getOrDefault("away-after", ""))
                        .map(Long::intValue)
                        .filter(NotificationsPage.MINUTES::contains)
                        .orElseThrow(() -> Refusal.of(Code.INVALID, "Choose one of the times."));
        var alerts =
                Arrays.stream(Alert.values())
                        .filter(alert -> fields.containsKey(alert.slug()))
                        .collect(Collectors.toSet());
        presences.chose(
                agent.id(),
                before ->
                        new WorkChoice(
                                before.away(), minutes, alerts, fields.containsKey("sound")));
        panel.sendTo(response, PAGE + "?saved=1");
    }
}
