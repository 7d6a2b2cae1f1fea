package dev.bellhop.retention;

import static dev.bellhop.web.Access.needs;

import dev.bellhop.audit.Actor;
import dev.bellhop.privacy.Choices;
import dev.bellhop.privacy.Privacy;
import dev.bellhop.web.Answers;
import dev.bellhop.web.Bodies;
import dev.bellhop.web.IfMatch;
import dev.bellhop.web.Json;
import dev.bellhop.web.Permission;
import dev.bellhop.web.Routes;

import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.util.Set;

/// What is collected of people, for programs, under `/api/v1/privacy`.
final class PrivacyApi {
    private static final String ALL = "/api/v1/privacy";
    private static final int BODY_BYTES_MAX = 4 * 1024;

    private final Privacy privacy;

    PrivacyApi(Privacy privacy) {
        this.privacy = privacy;
    }

    void register(Routes routes) {
        routes.get(ALL, needs(Permission.SETTINGS_READ), this::show)
                .patch(ALL, needs(Permission.SETTINGS_CHANGE), this::change);
    }

    private void show(ServerRequest request, ServerResponse response) {
        show(request, response, privacy.choices());
    }

    private static void show(ServerRequest request, ServerResponse response, Choices choices) {
        Answers.tagged(request, response, state(choices), choices.json());
    }

    private static String state(Choices choices) {
        return Json.text(choices.json());
    }

    /// Members that are absent stay as they are.
    private void change(ServerRequest request, ServerResponse response) {
        var body =
                Bodies.object(
                        request,
                        BODY_BYTES_MAX,
                        Set.of(Choices.HIDE_CARDS, Choices.SHOW_PAGES, Choices.ASK_TO_KEEP));
        var read = IfMatch.of(request);
        var after =
                privacy.change(
                        Actor.of(request),
                        now -> {
                            read.check(state(now));
                            return new Choices(
                                    Bodies.flag(body, Choices.HIDE_CARDS, now.hideCards()),
                                    Bodies.flag(body, Choices.SHOW_PAGES, now.showPages()),
                                    Bodies.flag(body, Choices.ASK_TO_KEEP, now.askToKeep()));
                        });
        show(request, response, after);
    }
}
