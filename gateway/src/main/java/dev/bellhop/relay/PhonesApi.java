package dev.bellhop.relay;

import static dev.bellhop.web.Access.needs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;

import dev.bellhop.channel.InboxPhone;
import dev.bellhop.channel.InboxPhones;
import dev.bellhop.web.Access;
import dev.bellhop.web.Answers;
import dev.bellhop.web.Bodies;
import dev.bellhop.web.Code;
import dev.bellhop.web.Json;
import dev.bellhop.web.Permission;
import dev.bellhop.web.Refusal;
import dev.bellhop.web.Routes;

import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongPredicate;

/// The phones that answer for the business: whose they are, whom they answer, and whether WhatsApp
/// lets words through to them now.
final class PhonesApi {
    private static final Access READ = needs(Permission.CHANNELS_READ);
    private static final Access CHANGE = needs(Permission.CHANNELS_CHANGE);
    private static final String ROOT = "/api/v1/inbox-phones";
    private static final int BODY_BYTES_MAX = 8 * 1024;
    private static final int NAME_MAX = 120;

    private final Relay.Ground ground;
    private final InboxPhones phones;

    PhonesApi(Relay.Ground ground) {
        this.ground = ground;
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
        var body = Json.object();
        var items = body.putArray("items");
        ground.database().read(phones::all).forEach(phone -> items.add(json(phone)));
        body.putNull("next");
        Answers.json(response, body);
    }

    private void show(ServerRequest request, ServerResponse response) {
        Answers.json(response, json(phone(request)));
    }

    private void add(ServerRequest request, ServerResponse response) {
        var body = body(request);
        long channel =
                id(body, "channel")
                        .orElseThrow(() -> Refusal.of(Code.INVALID, "channel is missing."));
        if (ground.channels().find(channel).isEmpty()) {
            throw Refusal.of(Code.INVALID, "There is no channel " + channel + ".");
        }
        var number =
                Json.string(body, "number")
                        .orElseThrow(() -> Refusal.of(Code.INVALID, "number is missing."));
        var draft =
                new InboxPhones.Draft(
                        waId(number),
                        name(body).orElse("+" + waId(number)),
                        site(body, OptionalLong.empty()),
                        agent(body, OptionalLong.empty()));
        long id = phones.add(OutboxApi.actor(request), channel, draft);
        Answers.json(response, Status.CREATED_201, json(phone(id)));
    }

    /// What is left out stays as it is; null takes it away.
    private void change(ServerRequest request, ServerResponse response) {
        var phone = phone(request);
        var body = body(request);
        if (id(body, "channel").orElse(phone.channelId()) != phone.channelId()) {
            throw Refusal.of(Code.INVALID, "A phone stays with its channel; add it to the other.");
        }
        var draft =
                new InboxPhones.Draft(
                        Json.string(body, "number").map(PhonesApi::waId).orElse(phone.waId()),
                        name(body).orElse(phone.name()),
                        site(body, phone.siteId()),
                        agent(body, phone.agentId()));
        phones.change(OutboxApi.actor(request), phone, draft);
        Answers.json(response, json(phone(phone.id())));
    }

    private void remove(ServerRequest request, ServerResponse response) {
        phones.remove(OutboxApi.actor(request), phone(request));
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
        return Json.string(body, "name")
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
        var body = Json.read(Bodies.bytes(request, BODY_BYTES_MAX));
        if (!body.isObject()) {
            throw Refusal.of(Code.BAD_REQUEST, "The body is not a JSON object.");
        }
        return body;
    }

    private InboxPhone phone(ServerRequest request) {
        var text = request.path().pathParameters().get("id");
        if (!text.matches("[0-9]{1,18}")) {
            throw Refusal.of(Code.NOT_FOUND);
        }
        return phone(Long.parseLong(text));
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
        json.put("number", "+" + phone.waId());
        json.put("name", phone.name());
        json.put("window", window(phone, now));
        json.put("window_until", phone.windowUntil().map(Instant::toString).orElse(null));
        json.put("last_reply_at", phone.lastReplyAt().map(Instant::toString).orElse(null));
        json.put("waiting", waiting);
        return json;
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
