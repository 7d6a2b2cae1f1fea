package dev.bellhop.sandbox;

import dev.bellhop.web.Answers;
import dev.bellhop.web.Code;
import dev.bellhop.web.Json;
import dev.bellhop.web.Refusal;
import dev.bellhop.web.Routes;

import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

/// The account's side of the control, under `/sandbox/control/`:
///
/// - `tokens/end`: POST `{"access_token":…,"in_seconds":n}` lets a token end;
/// - `number`: POST `{"quality_rating":…,"status":…,"name_status":…,"can_send_message":…,
///   "throughput":"HIGH","is_on_biz_app":true}`, each if wanted, changes what is read of the
///   number; a throughput that rises to `HIGH` is told by a notification;
/// - `templates`: POST `{"name":…,"language":…,"event":…,"reason":…}` changes a template's status,
///   and a notification tells it.
final class AccountDrills {
    private final SkippingClock clock;
    private final Credentials credentials;
    private final NumberState number;
    private final NumberNews news;
    private final TemplateReview review;

    AccountDrills(
            SkippingClock clock,
            Credentials credentials,
            NumberState number,
            NumberNews news,
            TemplateReview review) {
        this.clock = clock;
        this.credentials = credentials;
        this.number = number;
        this.news = news;
        this.review = review;
    }

    void register(Routes routes) {
        var root = ControlApi.ROOT;
        var open = ControlApi.OPEN;
        routes.post(root + "tokens/end", open, ControlApi.changing(this::endToken))
                .post(root + "number", open, ControlApi.changing(this::changeNumber))
                .post(root + "templates", open, ControlApi.changing(this::changeTemplate));
    }

    private void endToken(ServerRequest request, ServerResponse response) {
        var body = ControlApi.body(request);
        var at = clock.reckoned().plusSeconds(body.path("in_seconds").asLong());
        if (!credentials.endToken(Json.string(body, "access_token").orElse(""), at)) {
            throw Refusal.of(Code.NOT_FOUND, "This token is not known.");
        }
        Answers.json(response, Json.object().put("expires_at", at.getEpochSecond()));
    }

    private void changeNumber(ServerRequest request, ServerResponse response) {
        var before = number.get(NumberState.THROUGHPUT);
        var now = number.change(ControlApi.body(request));
        if (!before.equals("HIGH") && number.get(NumberState.THROUGHPUT).equals("HIGH")) {
            news.tellUpgrade();
        }
        Answers.json(response, now);
    }

    private void changeTemplate(ServerRequest request, ServerResponse response) {
        var body = ControlApi.body(request);
        var changed =
                review.change(
                                Json.string(body, "name").orElse(""),
                                Json.string(body, "language").orElse("en_US"),
                                Json.string(body, "event").orElse(""),
                                Json.string(body, "reason"))
                        .orElseThrow(
                                () -> Refusal.of(Code.NOT_FOUND, "There is no such template."));
        Answers.json(response, changed.json());
    }
}
