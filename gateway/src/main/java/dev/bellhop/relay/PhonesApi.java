package dev.bellhop.relay;

import static dev.bellhop.web.Access.needs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

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

/// The phones that answer for the business: whose they are, whom they answer, and whether WhatsApp
/// lets words through to them now.
final class PhonesApi {
    private static final Access READ = needs(Permission.CHANNELS_READ);
    private static final Access CHANGE = needs(Permission.CHANNELS_CHANGE);
    private static final String ROOT = "/api/v1/inbox-phones";
    private static final int BODY_BYTES_MAX = 8 * 1024;

    private final Relay.Ground ground;
    private final InboxPhones phones;
    private final PhoneForm form;
    private final Replies replies;
    private final HeldReplies held = new HeldReplies();

    PhonesApi(Relay.Ground ground, Replies replies) {
        this.ground = ground;
        this.replies = replies;
        this.phones = ground.phones();
        this.form = new PhoneForm(ground.channels(), ground.sites(), ground.agents());
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
        long channel = form.channel(body);
        long id = phones.add(Actor.of(request), channel, form.draft(body));
        Answers.json(response, Status.CREATED_201, json(phone(id)));
    }

    private void change(ServerRequest request, ServerResponse response) {
        var phone = phone(request);
        var read = IfMatch.of(request);
        read.check(phone.state());
        var body = body(request);
        PhoneForm.stays(body, phone);
        phones.change(Actor.of(request), phone, read, now -> form.draft(body, now));
        replies.windowIsUnknown(phone);
        show(request, response, phone(phone.id()));
    }

    private void remove(ServerRequest request, ServerResponse response) {
        phones.remove(Actor.of(request), phone(request), IfMatch.of(request));
        response.status(Status.NO_CONTENT_204).send();
    }

    private static JsonNode body(ServerRequest request) {
        return Bodies.object(request, BODY_BYTES_MAX, PhoneForm.MEMBERS);
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
        var json = Json.object();
        json.put("id", phone.id());
        json.put("channel", phone.channelId());
        json.put("site", Json.number(phone.siteId()));
        json.put("agent", Json.number(phone.agentId()));
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
        json.put("waiting", waiting(ground, phone));
        long kept = ground.database().read(tx -> held.waiting(tx, phone.id()));
        json.put("held", kept);
        return json;
    }

    /// How many messages wait until the phone writes.
    static long waiting(Relay.Ground ground, InboxPhone phone) {
        var lane = Questions.lane(phone);
        return ground.database()
                .read(tx -> ground.outbox().lists().waitingIn(tx, lane, List.of(Waits.WINDOW)));
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
}
