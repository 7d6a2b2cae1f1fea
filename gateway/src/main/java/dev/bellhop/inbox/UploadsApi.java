package dev.bellhop.inbox;

import static dev.bellhop.web.Access.needs;

import dev.bellhop.media.Media;
import dev.bellhop.web.Access;
import dev.bellhop.web.Answers;
import dev.bellhop.web.Caller;
import dev.bellhop.web.Code;
import dev.bellhop.web.Permission;
import dev.bellhop.web.Refusal;
import dev.bellhop.web.Routes;

import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

/// Files of those who answer: uploaded first, by the panel or a program, then named by an answer.
final class UploadsApi {
    private static final Access ANSWER = needs(Permission.CONVERSATIONS_ANSWER);
    private static final Access READ = needs(Permission.CONVERSATIONS_READ);

    private final Media media;

    UploadsApi(Media media) {
        this.media = media;
    }

    void register(Routes routes) {
        routes.post("/api/v1/attachments", ANSWER, this::take)
                .get("/api/v1/attachments/{id}", READ, this::show)
                .post("/admin/attachments", ANSWER, this::take);
    }

    /// The name under which a caller's uploads wait for their answers.
    static String owner(Caller caller) {
        return switch (caller.kind()) {
            case AGENT -> "agent:" + caller.id();
            case TOKEN -> "token:" + caller.id();
        };
    }

    private void take(ServerRequest request, ServerResponse response) {
        var kept = media.uploads().take(request, response, owner(Caller.of(request)));
        Answers.json(response, Status.CREATED_201, media.json().of(kept));
    }

    private void show(ServerRequest request, ServerResponse response) {
        var file =
                media.attachments()
                        .byHandle(request.path().pathParameters().get("id"))
                        .orElseThrow(() -> Refusal.of(Code.NOT_FOUND));
        Answers.json(response, media.json().of(file));
    }
}
