package dev.bellhop.sandbox;

import dev.bellhop.web.Answers;
import dev.bellhop.web.Code;
import dev.bellhop.web.Json;
import dev.bellhop.web.Refusal;
import dev.bellhop.web.Routes;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/// The drills' side of the control: faults (see [Faults]), rules (see [Rules]), the clock, tokens
/// and secrets, what was called, what happens now.
final class DrillApi {
    private static final long SKIP_SECONDS_MAX = 60L * 24 * 3600;

    private final Faults faults;
    private final AtomicReference<Rules> rules;
    private final SkippingClock clock;
    private final Credentials credentials;
    private final Calls calls;
    private final Events events;
    private final Media media;
    private final Mailbag mailbag;
    private final Runnable reset;

    DrillApi(
            Faults faults,
            AtomicReference<Rules> rules,
            SkippingClock clock,
            Credentials credentials,
            Calls calls,
            Events events,
            Media media,
            Mailbag mailbag,
            Runnable reset) {
        this.faults = faults;
        this.rules = rules;
        this.clock = clock;
        this.credentials = credentials;
        this.calls = calls;
        this.events = events;
        this.media = media;
        this.mailbag = mailbag;
        this.reset = reset;
    }

    void register(Routes routes) {
        var root = ControlApi.ROOT;
        var open = ControlApi.OPEN;
        routes.get(root + "faults", open, this::faults)
                .post(root + "faults", open, ControlApi.changing(this::addFault))
                .delete(root + "faults", open, ControlApi.changing(this::clearFaults))
                .delete(root + "faults/{id}", open, ControlApi.changing(this::removeFault))
                .get(root + "rules", open, this::rules)
                .post(root + "rules", open, ControlApi.changing(this::changeRules))
                .get(root + "clock", open, this::clock)
                .post(root + "clock", open, ControlApi.changing(this::skip))
                .post(root + "tokens", open, ControlApi.changing(this::issueToken))
                .post(root + "tokens/revoke", open, ControlApi.changing(this::revokeToken))
                .post(root + "app-secret", open, ControlApi.changing(this::changeSecret))
                .get(root + "calls", open, this::calls)
                .get(root + "events", open, new EventStream(events)::serve)
                .get(root + "media/{id}", open, this::media)
                .post(root + "reset", open, ControlApi.changing(this::reset));
    }

    private void faults(ServerRequest request, ServerResponse response) {
        Answers.json(response, ControlApi.items(faults.all().stream().map(Fault::json).toList()));
    }

    private void addFault(ServerRequest request, ServerResponse response) {
        var fault = faults.add(ControlApi.body(request)).json();
        events.tell("faults", fault.deepCopy());
        Answers.json(response, fault);
    }

    private void clearFaults(ServerRequest request, ServerResponse response) {
        faults.clear();
        events.tell("faults", Json.object());
        success(response);
    }

    private void removeFault(ServerRequest request, ServerResponse response) {
        var id = request.path().pathParameters().get("id");
        if (id.matches("[0-9]{1,18}")) {
            faults.remove(Long.parseLong(id));
        }
        success(response);
    }

    private void rules(ServerRequest request, ServerResponse response) {
        Answers.json(response, rules.get().json());
    }

    private void changeRules(ServerRequest request, ServerResponse response) {
        var changes = ControlApi.body(request);
        var now = rules.updateAndGet(before -> before.with(changes)).json();
        mailbag.look();
        events.tell("rules", now.deepCopy());
        Answers.json(response, now);
    }

    private void clock(ServerRequest request, ServerResponse response) {
        Answers.json(response, Json.object().put("ahead_seconds", clock.ahead().toSeconds()));
    }

    private void skip(ServerRequest request, ServerResponse response) {
        var seconds = ControlApi.body(request).path("advance_seconds");
        if (!seconds.isIntegralNumber()
                || seconds.longValue() < 0
                || seconds.longValue() > SKIP_SECONDS_MAX) {
            throw Refusal.of(Code.INVALID, "advance_seconds is 0 to " + SKIP_SECONDS_MAX + ".");
        }
        clock.skip(Duration.ofSeconds(seconds.longValue()));
        var now = Json.object().put("ahead_seconds", clock.ahead().toSeconds());
        events.tell("clock", now.deepCopy());
        Answers.json(response, now);
    }

    private void issueToken(ServerRequest request, ServerResponse response) {
        Answers.json(response, Json.object().put("access_token", credentials.issueToken()));
    }

    private void revokeToken(ServerRequest request, ServerResponse response) {
        var token = Json.string(ControlApi.body(request), "access_token").orElse("");
        if (!credentials.revokeToken(token)) {
            throw Refusal.of(Code.NOT_FOUND, "This token is not known.");
        }
        success(response);
    }

    private void changeSecret(ServerRequest request, ServerResponse response) {
        Answers.json(response, Json.object().put("app_secret", credentials.changeAppSecret()));
    }

    private void calls(ServerRequest request, ServerResponse response) {
        int limit = ControlApi.limit(request);
        ControlApi.page(
                request,
                response,
                n -> calls.after(n, limit).stream().map(Calls.Call::json).toList());
    }

    /// A file for the phone's page; served so that a browser shows it and never runs it.
    private void media(ServerRequest request, ServerResponse response) {
        var file =
                media.find(request.path().pathParameters().get("id"))
                        .orElseThrow(() -> Refusal.of(Code.NOT_FOUND));
        var isPicture = file.mimeType().matches("image/(png|jpeg|webp|gif)");
        response.header(
                        HeaderNames.CONTENT_TYPE,
                        isPicture ? file.mimeType() : "application/octet-stream")
                .header(HeaderNames.create("X-Content-Type-Options"), "nosniff")
                .header(HeaderNames.CONTENT_DISPOSITION, isPicture ? "inline" : "attachment")
                .send(file.bytes());
    }

    private void reset(ServerRequest request, ServerResponse response) {
        reset.run();
        events.tell("reset", Json.object());
        success(response);
    }

    private static void success(ServerResponse response) {
        Answers.json(response, Json.object().put("success", true));
    }
}
