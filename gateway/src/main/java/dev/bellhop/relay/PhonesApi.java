package dev.bellhop.relay;

import static dev.bellhop.web.Access.needs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;

import dev.bellhop.audit.Actor;
import dev.bellhop.channel.InboxPhone;
import dev.bellhop.channel.InboxPhones;
import dev.bellhop.web.Access;
import dev.bellhop.web.Answers;
import dev.bellhop.web.Bodies;
import dev.bellhop.web.Code;
import dev.bellhop.web.Ids;
import dev.bellhop.web.IfMatch;
import dev.bellhop.web.Json;
import dev.bellhop.web.Paging;
import dev.bellhop.web.Permission;
import dev.bellhop.web.Refusal;
import dev.bellhop.web.Routes;

import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongPredicate;
import java.util.regex.Pattern;

/// The phones that answer for the business: whose they are, whom they answer, and whether WhatsApp
/// lets words through to them now.
final class PhonesApi {
    private static final Access READ = needs(Permission.CHANNELS_READ);
    private static final Access CHANGE = needs(Permission.CHANNELS_CHANGE);
    private static final String ROOT = "/api/v1/inbox-phones";
    private static final int BODY_BYTES_MAX = 8 * 1024;
    private static final int NAME_MAX = 120;
    private static final Set<String> MEMBERS =
            Set.of("channel", "number", "user_id", "name", "site", "agent");

    /// A country, and at most 128 letters or digits; of grouped businesses with `ENT` between.
    private static final Pattern USER_ID =
            Pattern.compile("[A-Z]{2}\\.(ENT\\.)?[A-Za-z0-9]{1,128}");

    private final Relay.Ground ground;
    private final InboxPhones phones;
    private final Replies replies;
    private final HeldReplies held = new HeldReplies();

    PhonesApi(Relay.Ground ground, Replies replies) {
        this.ground = ground;
        this.replies = replies;
        this.phones = ground.phones();
    }

    void register(Routes routes) {
        routes.get(ROOT, READ, this::list)
                .post(ROOT, CHANGE, this::add)
                .get(ROOT + "/{id}", READ, this::show)
                .patch(ROOT + "/{id}", CHANGE, this::change)
                .delete(ROOT + "/{id}", CHANGE, this::remove);
    }

    private void list(ServerRequest request, ServerResponse response) {
        Answers.json(
                response,
                Paging.ofShort(
                        request,
                        ground.database().read(phones::all),
                        this::json,
                        phone -> Long.toString(phone.id())));
    }

    private void show(ServerRequest request, ServerResponse response) {
        show(request, response, phone(request));
    }

    private void show(ServerRequest request, ServerResponse response, InboxPhone phone) {
        Answers.tagged(request, response, phone.state(), json(phone));
    }

    private void add(ServerRequest request, ServerResponse response) {
        var body = body(request);
        long channel =
                id(body, "channel")
                        .orElseThrow(() -> Refusal.of(Code.INVALID, "channel is missing."));
        if (ground.channels().find(channel).isEmpty()) {
            throw Refusal.of(Code.INVALID, "There is no channel " + channel + ".");
        }
        var number = number(body);
        var userId = userId(body);
        if (number.isEmpty() && userId.isEmpty()) {
            throw Refusal.of(Code.INVALID, "number is missing.");
        }
        var draft =
                new InboxPhones.Draft(
                        number,
                        userId,
                        name(body)
                                .or(() -> number.map(digits -> "+" + digits))
                                .orElse("Phone without a number"),
                        site(body, OptionalLong.empty()),
                        agent(body, OptionalLong.empty()));
        long id = phones.add(Actor.of(request), channel, draft);
        Answers.json(response, Status.CREATED_201, json(phone(id)));
    }

    /// What is left out stays as it is; null takes it away.
    private void change(ServerRequest request, ServerResponse response) {
        var phone = phone(request);
        var read = IfMatch.of(request);
        read.check(phone.state());
        var body = body(request);
        if (id(body, "channel").orElse(phone.channelId()) != phone.channelId()) {
            throw Refusal.of(Code.INVALID, "A phone stays with its channel; add it to the other.");
        }
        phones.change(Actor.of(request), phone, read, now -> draft(body, now));
        replies.windowIsUnknown(phone);
        show(request, response, phone(phone.id()));
    }

    private InboxPhones.Draft draft(JsonNode body, InboxPhone otherwise) {
        var draft =
                new InboxPhones.Draft(
                        body.has("number") ? number(body) : otherwise.names().waId(),
                        userId(body, otherwise),
                        name(body).orElse(otherwise.name()),
                        site(body, otherwise.siteId()),
                        agent(body, otherwise.agentId()));
        if (draft.waId().isEmpty() && draft.userId().isEmpty()) {
            throw Refusal.of(Code.INVALID, "A phone has a number, a user id, or both.");
        }
        return draft;
    }

    /// Another number is somebody else's to WhatsApp: the user id that was learnt is not theirs.
    private static Optional<String> userId(JsonNode body, InboxPhone phone) {
        if (body.has("user_id")) {
            return userId(body);
        }
        boolean isSameNumber = !body.has("number") || number(body).equals(phone.names().waId());
        return isSameNumber ? phone.names().userId() : Optional.empty();
    }

    private static Optional<String> userId(JsonNode body) {
        var userId = Bodies.text(body, "user_id").map(String::strip);
        if (userId.filter(id -> !USER_ID.matcher(id).matches()).isPresent()) {
            throw Refusal.of(
                    Code.INVALID,
                    "user_id is the person's id as WhatsApp tells it, such as"
                            + " US.90000000000000000001.");
        }
        return userId;
    }

    private static Optional<String> number(JsonNode body) {
        return Bodies.text(body, "number").map(PhonesApi::waId);
    }

    private void remove(ServerRequest request, ServerResponse response) {
        phones.remove(Actor.of(request), phone(request), IfMatch.of(request));
        response.status(Status.NO_CONTENT_204).send();
    }

    private OptionalLong site(JsonNode body, OptionalLong now) {
        return reference(body, "site", now, id -> ground.sites().find(id).isPresent());
    }

    private OptionalLong agent(JsonNode body, OptionalLong now) {
        return reference(body, "agent", now, id -> ground.agents().find(id).isPresent());
    }

    private static OptionalLong reference(
            JsonNode body, String member, OptionalLong now, LongPredicate exists) {
        if (!body.has(member)) {
            return now;
        }
        var id = id(body, member);
        if (id.isPresent() && !exists.test(id.getAsLong())) {
            throw Refusal.of(Code.INVALID, "There is no " + member + " " + id.getAsLong() + ".");
        }
        return id;
    }

    private static OptionalLong id(JsonNode body, String member) {
        var value = body.path(member);
        if (value.isMissingNode() || value.isNull()) {
            return OptionalLong.empty();
        }
        if (!value.canConvertToExactIntegral()) {
            throw Refusal.of(Code.INVALID, member + " is a number.");
        }
        return OptionalLong.of(value.longValue());
    }

    private static Optional<String> name(JsonNode body) {
        return Bodies.text(body, "name")
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .map(name -> name.substring(0, Math.min(NAME_MAX, name.length())));
    }

    /// Numbers as people write them, with the country in front.
    private static String waId(String number) {
        var numbers = PhoneNumberUtil.getInstance();
        try {
            var parsed = numbers.parse(number, null);
            if (numbers.isPossibleNumber(parsed)) {
                return numbers.format(parsed, PhoneNumberFormat.E164).substring(1);
            }
        } catch (NumberParseException unreadable) {
            throw invalidNumber();
        }
        throw invalidNumber();
    }

    private static Refusal invalidNumber() {
        return Refusal.of(
                Code.INVALID,
                "number is a phone number with its country, such as +1 415 555 2671.");
    }

    private static JsonNode body(ServerRequest request) {
        return Bodies.object(request, BODY_BYTES_MAX, MEMBERS);
    }

    private InboxPhone phone(ServerRequest request) {
        return phone(Ids.ofPath(request).orElseThrow(() -> Refusal.of(Code.NOT_FOUND)));
    }

    private InboxPhone phone(long id) {
        return ground.database()
                .read(tx -> phones.find(tx, id))
                .orElseThrow(() -> Refusal.of(Code.NOT_FOUND));
    }

    private ObjectNode json(InboxPhone phone) {
        var now = ground.clock().instant();
        var lane = Questions.lane(phone);
        long waiting =
                ground.database()
                        .read(tx ->
                                ground.outbox().lists().waitingIn(tx, lane, List.of(Waits.WINDOW)));
        var json = Json.object();
        json.put("id", phone.id());
        json.put("channel", phone.channelId());
        json.put("site", number(phone.siteId()));
        json.put("agent", number(phone.agentId()));
        var names = phone.names();
        json.put("number", names.waId().map(digits -> "+" + digits).orElse(null));
        json.put("user_id", names.userId().orElse(null));
        json.put("written_to_by", writtenToBy(phone, now));
        json.put("lost_number", names.lostWaId().map(digits -> "+" + digits).orElse(null));
        json.put("name", phone.name());
        json.put("window", window(phone, now));
        json.put("window_until", phone.windowUntil().map(Instant::toString).orElse(null));
        json.put("window_seconds", windowSeconds(phone, now));
        json.put("last_reply_at", phone.lastReplyAt().map(Instant::toString).orElse(null));
        json.put("waiting", waiting);
        long kept = ground.database().read(tx -> held.waiting(tx, phone.id()));
        json.put("held", kept);
        return json;
    }

    private static @Nullable String writtenToBy(InboxPhone phone, Instant now) {
        return Address.of(phone, now)
                .map(address -> address.first().waId().isPresent() ? "number" : "user_id")
                .orElse(null);
    }

    /// How long the window stays open; 0 when it is closed, null while nothing is known.
    private static @Nullable Long windowSeconds(InboxPhone phone, Instant now) {
        return phone.windowUntil()
                .map(until -> Math.max(0, Duration.between(now, until).toSeconds()))
                .orElse(null);
    }

    private static String window(InboxPhone phone, Instant now) {
        if (phone.windowUntil().isEmpty()) {
            return "unknown";
        }
        return phone.isShut(now) ? "closed" : "open";
    }

    private static @Nullable Long number(OptionalLong id) {
        return id.isPresent() ? (Long) id.getAsLong() : null;
    }
}
