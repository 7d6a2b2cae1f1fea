package dev.bellhop.relay;

import static dev.bellhop.web.Access.needs;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.admin.Notice;
import dev.bellhop.admin.PhonesPage;
import dev.bellhop.admin.Section;
import dev.bellhop.audit.Actor;
import dev.bellhop.channel.Channel;
import dev.bellhop.channel.InboxPhone;
import dev.bellhop.channel.InboxPhones;
import dev.bellhop.panel.Callers;
import dev.bellhop.panel.Panel;
import dev.bellhop.panel.SettingsFrames;
import dev.bellhop.web.Access;
import dev.bellhop.web.Bodies;
import dev.bellhop.web.Code;
import dev.bellhop.web.Ids;
import dev.bellhop.web.IfMatch;
import dev.bellhop.web.Json;
import dev.bellhop.web.Permission;
import dev.bellhop.web.Refusal;
import dev.bellhop.web.Routes;

import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The phones that answer, in Chat Settings: added, changed and removed by the rules of the API,
/// each with whether WhatsApp lets words through to it now.
final class PhonePages {
    private static final Access READ = SettingsFrames.access(Section.INBOX_PHONES);
    private static final Access CHANGE = needs(Permission.CHANNELS_CHANGE);
    private static final String ALL = Section.INBOX_PHONES.path();
    private static final String ONE = ALL + "/{id}";

    private static final Status INVALID = Status.create(Code.INVALID.status());

    /// Under what it is noted that somebody was faster.
    private static final String STALE = "stale";

    /// What can be chosen rather than written.
    private static final List<String> CHOSEN = List.of("channel", "site", "agent");

    private final Relay.Ground ground;
    private final InboxPhones phones;
    private final Replies replies;
    private final PhoneForm form;
    private final PhoneDrawing drawing;
    private final Panel panel;
    private final SettingsFrames frames;

    PhonePages(Relay.Ground ground, Replies replies, Panel panel, SettingsFrames frames) {
        this.ground = ground;
        this.phones = ground.phones();
        this.replies = replies;
        this.form = new PhoneForm(ground.channels(), ground.sites(), ground.agents());
        this.drawing = new PhoneDrawing(ground);
        this.panel = panel;
        this.frames = frames;
    }

    void register(Routes routes) {
        routes.get(ALL, READ, this::list)
                .post(ALL, CHANGE, this::add)
                .get(ALL + "/new", CHANGE, this::blank)
                .get(ONE, READ, this::show)
                .post(ONE, CHANGE, this::change)
                .post(ONE + "/remove", CHANGE, this::remove);
    }

    private void list(ServerRequest request, ServerResponse response) {
        send(request, response, Status.OK_200, Optional.empty());
    }

    /// Whoever comes from a number or an agent finds them chosen, and a number that is the only
    /// one.
    private void blank(ServerRequest request, ServerResponse response) {
        var values = new HashMap<String, String>();
        var channels = ground.channels().all();
        if (channels.size() == 1) {
            values.put("channel", Long.toString(channels.getFirst().id()));
        }
        CHOSEN.forEach(name ->
                request.query().first(name).asOptional().ifPresent(id -> values.put(name, id)));
        send(request, response, Status.OK_200, Optional.of(Entered.fresh(values, Map.of())));
    }

    private void show(ServerRequest request, ServerResponse response) {
        send(request, response, Status.OK_200, Optional.of(Entered.unchanged(phone(request))));
    }

    private void add(ServerRequest request, ServerResponse response) {
        var values = values(Bodies.form(request));
        var body = body(values);
        var problems = problems(() -> form.channel(body));
        problems.putAll(problems(() -> form.draft(body)));
        if (problems.isEmpty()) {
            problems.putAll(
                    problems(() -> {
                        long id =
                                phones.add(Actor.of(request), form.channel(body), form.draft(body));
                        panel.sendTo(response, ALL + "?added=" + id);
                        return id;
                    }));
        }
        if (!problems.isEmpty()) {
            send(request, response, INVALID, Optional.of(Entered.fresh(values, problems)));
        }
    }

    private void change(ServerRequest request, ServerResponse response) {
        var phone = phone(request);
        var fields = Bodies.form(request);
        var values = values(fields, phone);
        var mark = fields.getOrDefault("mark", "");
        var problems =
                problems(() -> {
                    phones.change(
                            Actor.of(request),
                            phone,
                            IfMatch.ofForm(mark),
                            now -> form.draft(changed(values, now), now));
                    replies.windowIsUnknown(phone);
                    panel.sendTo(response, ALL + "?saved=" + phone.id());
                    return phone;
                });
        if (problems.containsKey(STALE)) {
            overtaken(request, response, values);
        } else if (!problems.isEmpty()) {
            var entered = new Entered(Optional.of(phone), mark, values, problems, Optional.empty());
            send(request, response, INVALID, Optional.of(entered));
        }
    }

    private void remove(ServerRequest request, ServerResponse response) {
        var phone = phone(request);
        var fields = Bodies.form(request);
        try {
            var read = IfMatch.ofForm(fields.getOrDefault("mark", ""));
            phones.remove(Actor.of(request), phone, read);
            panel.sendTo(response, ALL + "?removed=1");
        } catch (Refusal refusal) {
            if (refusal.code() != Code.STALE) {
                throw refusal;
            }
            overtaken(request, response, values(fields, phone));
        }
    }

    /// Saving again means to replace what was just shown.
    private void overtaken(
            ServerRequest request, ServerResponse response, Map<String, String> values) {
        var now = phone(request);
        var entered =
                new Entered(
                        Optional.of(now),
                        IfMatch.mark(now.state()),
                        values,
                        Map.of(),
                        Optional.of(PhoneDrawing.values(now)));
        send(request, response, Status.CONFLICT_409, Optional.of(entered));
    }

    /// A form as it was entered.
    ///
    /// @param phone as it is kept; empty for a new one
    /// @param theirs how it stands now, when somebody changed it meanwhile
    record Entered(
            Optional<InboxPhone> phone,
            String mark,
            Map<String, String> values,
            Map<String, String> problems,
            Optional<Map<String, String>> theirs) {
        static Entered fresh(Map<String, String> values, Map<String, String> problems) {
            return new Entered(Optional.empty(), "", values, problems, Optional.empty());
        }

        static Entered unchanged(InboxPhone phone) {
            return new Entered(
                    Optional.of(phone),
                    IfMatch.mark(phone.state()),
                    PhoneDrawing.values(phone),
                    Map.of(),
                    Optional.empty());
        }
    }

    private static Map<String, String> values(Map<String, String> fields) {
        var values = new HashMap<String, String>();
        PhoneForm.MEMBERS.forEach(name -> values.put(name, fields.getOrDefault(name, "").strip()));
        return values;
    }

    /// Of a phone that is there: the number that it answers for cannot be chosen, so no form brings
    /// it.
    private static Map<String, String> values(Map<String, String> fields, InboxPhone phone) {
        var values = values(fields);
        values.put("channel", Long.toString(phone.channelId()));
        return values;
    }

    /// As the API takes it. What is no number goes as the text that it is, and is refused.
    private static ObjectNode body(Map<String, String> values) {
        var body = Json.object();
        values.forEach((name, value) -> {
            if (value.isEmpty()) {
                body.putNull(name);
            } else if (CHOSEN.contains(name) && Ids.read(value).isPresent()) {
                body.put(name, Ids.read(value).orElseThrow());
            } else {
                body.put(name, value);
            }
        });
        return body;
    }

    /// A user id that stands as it was is not entered: with another number it goes.
    private static ObjectNode changed(Map<String, String> values, InboxPhone now) {
        var entered = new HashMap<>(values);
        entered.remove("channel");
        if (now.names().userId().orElse("").equals(values.getOrDefault("user_id", ""))) {
            entered.remove("user_id");
        }
        return body(entered);
    }

    private interface Deed {
        Object done();
    }

    /// What is wrong, beside the field that it is about.
    private static Map<String, String> problems(Deed deed) {
        try {
            var _ = deed.done();
            return new HashMap<>();
        } catch (Refusal refusal) {
            return new HashMap<>(
                    switch (refusal.code()) {
                        case INVALID, CONFLICT ->
                                Map.of(field(refusal.detail()), words(refusal.detail()));
                        case STALE -> Map.of(STALE, refusal.detail());
                        default -> throw refusal;
                    });
        }
    }

    private static String field(String detail) {
        return PhoneForm.MEMBERS.stream()
                .filter(name ->
                        detail.startsWith(name + " ")
                                || detail.startsWith("There is no " + name + " "))
                .findFirst()
                .orElse("number");
    }

    private static String words(String detail) {
        return switch (detail) {
            case "channel is missing." -> "Choose the number that it answers for.";
            case "number is missing." -> "Enter its number, with its country.";
            default -> detail.replaceFirst("^(number|user_id) is ", "This is ");
        };
    }

    private void send(
            ServerRequest request,
            ServerResponse response,
            Status status,
            Optional<Entered> entered) {
        var agent = Callers.agent(request);
        boolean mayChange = agent.may(Permission.CHANNELS_CHANGE);
        var current = entered.flatMap(Entered::phone).map(InboxPhone::id);
        panel.send(
                response,
                status,
                new PhonesPage(
                        frames.of(agent, Section.INBOX_PHONES),
                        ground.database().read(phones::all).stream()
                                .map(it -> drawing.line(it, current))
                                .toList(),
                        mayChange,
                        ground.channels().all().isEmpty(),
                        entered.map(it -> drawing.form(it, mayChange)),
                        notice(request)));
    }

    private Optional<Notice> notice(ServerRequest request) {
        var query = request.query();
        return query.first("added")
                .asOptional()
                .flatMap(Ids::read)
                .flatMap(this::find)
                .map(phone ->
                        new Notice(Notice.Tone.OK, "Added " + phone.name() + ".", next(phone)))
                .or(() ->
                        query.first("saved")
                                .asOptional()
                                .flatMap(Ids::read)
                                .flatMap(this::find)
                                .map(phone ->
                                        new Notice(
                                                Notice.Tone.OK, "Saved " + phone.name() + ".", "")))
                .or(() ->
                        query.contains("removed")
                                ? Optional.of(
                                        new Notice(
                                                Notice.Tone.OK,
                                                "Removed.",
                                                "Nothing is sent to it any more; what it writes is"
                                                        + " a customer’s."))
                                : Optional.empty());
    }

    /// Meta lets free words through for a day after the phone has written.
    private String next(InboxPhone phone) {
        var to =
                ground.channels()
                        .find(phone.channelId())
                        .map(Channel::displayNumber)
                        .filter(digits -> !digits.isEmpty())
                        .map(digits -> "to +" + digits)
                        .orElse("to the business number");
        return "Have it write anything "
                + to
                + " on WhatsApp now: for 24 hours after that it gets what visitors write.";
    }

    private InboxPhone phone(ServerRequest request) {
        return Ids.ofPath(request)
                .flatMap(this::find)
                .orElseThrow(() -> Refusal.of(Code.NOT_FOUND, "There is no such phone."));
    }

    private Optional<InboxPhone> find(long id) {
        return ground.database().read(tx -> phones.find(tx, id));
    }
}
