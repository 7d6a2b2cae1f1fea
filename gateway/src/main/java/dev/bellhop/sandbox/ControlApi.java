package dev.bellhop.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.web.Access;
import dev.bellhop.web.Answers;
import dev.bellhop.web.Bodies;
import dev.bellhop.web.Code;
import dev.bellhop.web.Guard;
import dev.bellhop.web.Json;
import dev.bellhop.web.Refusal;
import dev.bellhop.web.Routes;

import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.function.Supplier;

/// The phones' side of the control, under `/sandbox/control/`:
///
/// - `setup`: the demo's own values;
/// - `phones`: GET lists, POST `{"wa_id":…,"name":…,"user_id":…,"hides_number":…}` adds one; all
///   but the number if wanted;
/// - `phones/{id}`, by number or user id: POST `{"on":false}` switches it off,
///   `{"hides_number":true}` keeps its number from the business from now on;
/// - `phones/{id}/identity`: POST `{"wa_id":…,"user_id":…}`, one or both: it has another number,
///   and with it another user id, or another user id only; a `system` message tells so;
/// - `phones/{id}/messages?after=n&limit=`: what is on its screen; POST writes (see [PhoneWrites]);
/// - `phones/{id}/read`: POST `{"wamid":…}`, or `{}` for all.
///
/// A phone that hides its number is known to the business by its user id alone: notifications name
/// nothing else, a send by `recipient` reaches it, and one by its number fails as for a number that
/// is not on WhatsApp (131026).
///
/// A message to a phone that is off is on its list at once and stays `sent` until the phone is on
/// again.
final class ControlApi {
    static final Access OPEN =
            Access.open("exists only while the sandbox is on; other sites' pages are refused");
    static final String ROOT = "/sandbox/control/";
    static final int BODY_MAX = 24 * 1024 * 1024;
    private static final String PHONES = ROOT + "phones";
    private static final String PHONE = PHONES + "/{id}";

    private final Sandbox.Settings settings;
    private final Handsets handsets;
    private final PhoneWrites writes;
    private final Network network;

    ControlApi(Sandbox.Settings settings, Handsets handsets, PhoneWrites writes, Network network) {
        this.settings = settings;
        this.handsets = handsets;
        this.writes = writes;
        this.network = network;
    }

    void register(Routes routes) {
        routes.get(ROOT + "setup", OPEN, this::setup)
                .get(PHONES, OPEN, this::phones)
                .post(PHONES, OPEN, changing(this::add))
                .post(PHONE, OPEN, changing(this::turn))
                .post(PHONE + "/identity", OPEN, changing(this::rename))
                .get(PHONE + "/messages", OPEN, this::messages)
                .post(PHONE + "/messages", OPEN, changing(this::write))
                .post(PHONE + "/read", OPEN, changing(this::read));
    }

    /// Before anything changes, makes sure that no other site's page asks for it.
    static Handler changing(Handler handler) {
        return (request, response) -> {
            Guard.refuseOtherSites(request);
            handler.handle(request, response);
        };
    }

    static JsonNode body(ServerRequest request) {
        var json = Json.read(Bodies.bytes(request, BODY_MAX));
        if (!json.isObject()) {
            throw Refusal.of(Code.BAD_REQUEST, "The body is not a JSON object.");
        }
        return json;
    }

    /// Answers what came after the query's `after`, at most its `limit`; without one, all of it.
    static void page(
            ServerRequest request, ServerResponse response, LongFunction<List<ObjectNode>> after) {
        Answers.json(response, items(after.apply(number(request, "after").orElse(0L))));
    }

    static int limit(ServerRequest request) {
        return number(request, "limit")
                .map(limit -> Math.clamp(limit, 1, Integer.MAX_VALUE))
                .orElse(Integer.MAX_VALUE);
    }

    static ObjectNode items(List<ObjectNode> nodes) {
        var list = Json.object();
        list.putArray("items").addAll(nodes);
        return list;
    }

    private static Optional<Long> number(ServerRequest request, String name) {
        return request.query()
                .first(name)
                .asOptional()
                .map(text -> {
                    if (!text.matches("[0-9]{1,18}")) {
                        throw Refusal.of(Code.BAD_REQUEST, name + " is a number.");
                    }
                    return Long.parseLong(text);
                });
    }

    private void setup(ServerRequest request, ServerResponse response) {
        var setup = Json.object();
        setup.put("site", settings.siteKey());
        setup.put("channel", settings.channelId());
        setup.put("phone_number_id", settings.phoneNumberId());
        setup.put("account_id", settings.accountId());
        setup.put("app_id", settings.appId());
        setup.put("business_number", settings.businessNumber());
        setup.put("app_secret", settings.appSecret());
        setup.put("verify_token", settings.verifyToken());
        setup.put("access_token", settings.accessToken());
        var phones = setup.putArray("phones");
        settings.phones().forEach(phone -> phones.add(phone.waId()));
        Answers.json(response, setup);
    }

    private void phones(ServerRequest request, ServerResponse response) {
        Answers.json(response, items(handsets.all().stream().map(ControlApi::json).toList()));
    }

    private void add(ServerRequest request, ServerResponse response) {
        var json = body(request);
        var waId = Json.string(json, "wa_id").orElse("");
        var name = Json.string(json, "name").orElse(waId);
        var userId = Json.string(json, "user_id").orElse(Phone.usualUserId(waId));
        boolean hides = flag(json, "hides_number").orElse(false);
        var handset = handsets.add(valid(() -> new Phone(waId, name, userId, hides)));
        network.tellPhone(handset);
        Answers.json(response, json(handset));
    }

    private void turn(ServerRequest request, ServerResponse response) {
        var handset = phone(request);
        var json = body(request);
        var on = flag(json, "on");
        var hides = flag(json, "hides_number");
        if (on.isEmpty() && hides.isEmpty()) {
            throw Refusal.of(Code.INVALID, "on or hides_number is true or false.");
        }
        hides.ifPresent(it -> handsets.change(handset, handset.phone().hiding(it)));
        network.turn(handset, on.orElse(handset.isOn()));
        Answers.json(response, json(handset));
    }

    private void rename(ServerRequest request, ServerResponse response) {
        var handset = phone(request);
        var json = body(request);
        var before = handset.phone();
        var waId = Json.string(json, "wa_id").orElse(before.waId());
        boolean otherNumber = !waId.equals(before.waId());
        var userId =
                Json.string(json, "user_id")
                        .orElse(otherNumber ? Phone.usualUserId(waId) : before.userId());
        if (userId.equals(before.userId())) {
            throw Refusal.of(Code.INVALID, "Nothing changes, or the number without the user id.");
        }
        handsets.change(handset, valid(() -> before.renamed(waId, userId)));
        network.tellRenamed(handset, before);
        Answers.json(response, json(handset));
    }

    private static Phone valid(Supplier<Phone> phone) {
        try {
            return phone.get();
        } catch (IllegalArgumentException invalid) {
            throw Refusal.of(Code.INVALID, String.valueOf(invalid.getMessage()));
        }
    }

    private static Optional<Boolean> flag(JsonNode json, String name) {
        var value = json.path(name);
        if (!value.isMissingNode() && !value.isBoolean()) {
            throw Refusal.of(Code.INVALID, name + " is true or false.");
        }
        return value.isMissingNode() ? Optional.empty() : Optional.of(value.booleanValue());
    }

    private void messages(ServerRequest request, ServerResponse response) {
        var handset = phone(request);
        int limit = limit(request);
        page(request, response, n -> handset.after(n, limit).stream().map(Item::json).toList());
    }

    private void write(ServerRequest request, ServerResponse response) {
        var handset = phone(request);
        var draft = writes.read(body(request));
        Answers.json(response, network.write(handset, draft).json());
    }

    private void read(ServerRequest request, ServerResponse response) {
        network.read(phone(request), Json.string(body(request), "wamid"));
        Answers.json(response, Json.object().put("success", true));
    }

    private Handset phone(ServerRequest request) {
        return handsets.get(request.path().pathParameters().get("id"));
    }

    private static ObjectNode json(Handset handset) {
        return Json.object()
                .put("wa_id", handset.phone().waId())
                .put("name", handset.phone().name())
                .put("user_id", handset.phone().userId())
                .put("hides_number", handset.phone().hidesNumber())
                .put("on", handset.isOn());
    }
}
