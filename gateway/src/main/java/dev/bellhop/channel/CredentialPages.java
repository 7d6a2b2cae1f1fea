package dev.bellhop.channel;

import static dev.bellhop.web.Access.needs;
import static dev.bellhop.web.Access.proved;

import dev.bellhop.admin.CredentialsPage;
import dev.bellhop.admin.CredentialsPage.Form;
import dev.bellhop.admin.Notice;
import dev.bellhop.admin.Section;
import dev.bellhop.audit.Actor;
import dev.bellhop.panel.Callers;
import dev.bellhop.panel.Panel;
import dev.bellhop.panel.SettingsFrames;
import dev.bellhop.web.Access;
import dev.bellhop.web.Bodies;
import dev.bellhop.web.Code;
import dev.bellhop.web.IfMatch;
import dev.bellhop.web.Permission;
import dev.bellhop.web.Refusal;
import dev.bellhop.web.Routes;

import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.util.Map;
import java.util.Optional;

/// The business numbers in Chat Settings: added, changed, tested before one's eyes, their secrets
/// rotated with the way back. What is secret goes in and is never shown again.
final class CredentialPages {
    private static final Access READ = needs(Permission.CHANNELS_READ);
    private static final Access CHANGE = needs(Permission.CHANNELS_CHANGE);
    private static final String ALL = Section.CREDENTIALS.path();
    private static final String ONE = ALL + "/{id}";

    private final Channels channels;
    private final NumberForms forms;
    private final Warnings warnings;
    private final ChannelDesk desk;
    private final Watch watch;
    private final Panel panel;
    private final SettingsFrames frames;
    private final NumberCards cards;
    private final boolean sandbox;

    /// @param sandbox whether the sandbox stands for Meta
    CredentialPages(
            Channels channels,
            Templates templates,
            Warnings warnings,
            ChannelDesk desk,
            Watch watch,
            Panel panel,
            SettingsFrames frames,
            NumberCards cards,
            boolean sandbox) {
        this.channels = channels;
        this.forms = new NumberForms(templates);
        this.warnings = warnings;
        this.desk = desk;
        this.watch = watch;
        this.panel = panel;
        this.frames = frames;
        this.cards = cards;
        this.sandbox = sandbox;
    }

    void register(Routes routes) {
        routes.get(ALL, READ, this::list)
                .post(ALL, CHANGE, this::add)
                .get(ALL + "/new", CHANGE, this::blank)
                .get(ONE, CHANGE, this::edit)
                .post(ONE, CHANGE, this::change)
                .post(ONE + "/remove", CHANGE, this::remove)
                .post(ONE + "/test", CHANGE, this::test)
                .get(ONE + "/rotate", proved(CHANGE), this::newSecrets)
                .post(ONE + "/rotate", proved(CHANGE), this::rotate)
                .post(ONE + "/confirm", CHANGE, this::confirm)
                .post(ONE + "/rollback", proved(CHANGE), this::rollBack);
    }

    private void list(ServerRequest request, ServerResponse response) {
        send(request, response, Status.OK_200, Optional.empty());
    }

    private void blank(ServerRequest request, ServerResponse response) {
        send(request, response, Status.OK_200, Optional.of(NumberForms.fresh(Map.of(), Map.of())));
    }

    private void add(ServerRequest request, ServerResponse response) {
        var fields = Bodies.form(request);
        try {
            var draft = ChannelForm.draft(NumberForms.draft(fields));
            var made = desk.add(actor(request), draft);
            panel.sendTo(response, ALL + "?tests=" + made.id() + "#number-" + made.id());
        } catch (Refusal refusal) {
            var form = NumberForms.fresh(NumberForms.values(fields), NumberForms.problems(refusal));
            send(request, response, status(refusal), Optional.of(form));
        }
    }

    private void edit(ServerRequest request, ServerResponse response) {
        send(request, response, Status.OK_200, Optional.of(forms.of(channel(request))));
    }

    private void change(ServerRequest request, ServerResponse response) {
        var channel = channel(request);
        var fields = Bodies.form(request);
        var mark = fields.getOrDefault("mark", "");
        try {
            desk.change(
                    actor(request),
                    channel,
                    IfMatch.ofForm(mark),
                    ChannelForm.change(NumberForms.change(fields)));
            panel.sendTo(response, ALL + "?saved=" + channel.id());
        } catch (Refusal refusal) {
            if (refusal.code() == Code.STALE) {
                overtaken(request, response, fields);
                return;
            }
            var form = forms.refused(channel, fields, refusal);
            send(request, response, status(refusal), Optional.of(form));
        }
    }

    private void remove(ServerRequest request, ServerResponse response) {
        var fields = Bodies.form(request);
        try {
            var read = IfMatch.ofForm(fields.getOrDefault("mark", ""));
            channels.remove(actor(request), channel(request).id(), read);
            panel.sendTo(response, ALL + "?removed=1");
        } catch (Refusal refusal) {
            if (refusal.code() != Code.STALE) {
                throw refusal;
            }
            overtaken(request, response, fields);
        }
    }

    private void overtaken(
            ServerRequest request, ServerResponse response, Map<String, String> fields) {
        var form = forms.overtaken(channel(request), fields);
        send(request, response, Status.CONFLICT_409, Optional.of(form));
    }

    private void newSecrets(ServerRequest request, ServerResponse response) {
        var form = NumberForms.rotated(channel(request), Map.of());
        send(request, response, Status.OK_200, Optional.of(form));
    }

    private void rotate(ServerRequest request, ServerResponse response) {
        var channel = channel(request);
        var fields = Bodies.form(request);
        try {
            desk.rotate(actor(request), channel, ChannelForm.secrets(NumberForms.secrets(fields)));
            panel.sendTo(response, ALL + "?rotated=" + channel.id() + "#number-" + channel.id());
        } catch (Refusal refusal) {
            var form = NumberForms.rotated(channel, NumberForms.problems(refusal));
            send(request, response, status(refusal), Optional.of(form));
        }
    }

    private static Status status(Refusal refusal) {
        return Status.create(refusal.code().status());
    }

    private void confirm(ServerRequest request, ServerResponse response) {
        desk.confirm(actor(request), channel(request));
        panel.sendTo(response, ALL + "?confirmed=1");
    }

    private void rollBack(ServerRequest request, ServerResponse response) {
        desk.rollBack(actor(request), channel(request));
        panel.sendTo(response, ALL + "?rolled_back=1");
    }

    /// Each step goes out when it begins and again when it has ended, so that one sees where it
    /// stands; without scripts the page comes when all is done.
    private void test(ServerRequest request, ServerResponse response) {
        var channel = channel(request);
        if (!Panel.wantsPart(request)) {
            var _ = desk.test(channel, Checkup.Progress.NONE);
            panel.sendTo(response, ALL + "#number-" + channel.id());
            return;
        }
        desk.asksMeta(channel); // while a refusal can still be told by its status
        var shown = new ShownTest(panel, response, channel.id());
        shown.end(desk.tested(channel, shown));
    }

    private void send(
            ServerRequest request, ServerResponse response, Status status, Optional<Form> form) {
        var agent = Callers.agent(request);
        var open = warnings.open();
        panel.send(
                response,
                status,
                new CredentialsPage(
                        frames.of(agent, Section.CREDENTIALS),
                        channels.all().stream()
                                .map(channel ->
                                        cards.of(
                                                channel,
                                                open.stream()
                                                        .filter(it ->
                                                                it.channelId() == channel.id())
                                                        .toList(),
                                                watch.gate(channel),
                                                watch.last(channel.id()),
                                                new NumberCards.Use(
                                                        watch.websites(channel.id()),
                                                        watch.phones(channel.id()))))
                                .toList(),
                        agent.may(Permission.CHANNELS_CHANGE),
                        sandbox,
                        form,
                        notice(request)));
    }

    private static Optional<Notice> notice(ServerRequest request) {
        var said =
                Map.of(
                        "saved", "Saved. It is being looked at.",
                        "removed", "Removed. Nothing is sent or received with that number now.",
                        "rotated", "The new secrets are in force.",
                        "held", "Paused. What is sent waits until you release the number.",
                        "released", "Released. What waited goes out now.",
                        "confirmed", "Confirmed. The old secrets are forgotten.",
                        "rolled_back", "The old secrets are in force again.");
        return said.entrySet().stream()
                .filter(it -> request.query().contains(it.getKey()))
                .map(it -> new Notice(Notice.Tone.OK, it.getValue(), ""))
                .findFirst();
    }

    private Channel channel(ServerRequest request) {
        return ChannelsApi.find(channels, request.path().pathParameters().get("id"));
    }

    private static Actor actor(ServerRequest request) {
        return Actor.of(Callers.agent(request));
    }
}
