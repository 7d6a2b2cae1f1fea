package dev.bellhop.visitor;

import dev.bellhop.conversation.Visitor;
import dev.bellhop.conversation.Visitors;
import dev.bellhop.media.Media;
import dev.bellhop.people.Tokens;
import dev.bellhop.site.Sites;
import dev.bellhop.web.Access;
import dev.bellhop.web.Answers;
import dev.bellhop.web.Code;
import dev.bellhop.web.Peers;
import dev.bellhop.web.Refusal;
import dev.bellhop.web.Routes;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

/// `POST /widget/v1/attachments`: a visitor's file, to be named by the message that follows.
final class VisitorUploads {
    private static final String PATH = "/widget/v1/attachments";

    private final Visitors visitors;
    private final Sites sites;
    private final Peers peers;
    private final Media media;

    VisitorUploads(Visitors visitors, Sites sites, Peers peers, Media media) {
        this.visitors = visitors;
        this.sites = sites;
        this.peers = peers;
        this.media = media;
    }

    void register(Routes routes) {
        var open = Access.open("visitors are nobody's users; their token is asked for");
        routes.post(PATH, open, this::take).options(PATH, open, this::preflight);
    }

    /// A page may read the answer if it is a page of one of our sites.
    private void allowOrigin(ServerRequest request, ServerResponse response) {
        response.header(HeaderNames.VARY, "Origin");
        var origin = request.headers().first(HeaderNames.ORIGIN);
        if (origin.isPresent()) {
            if (!sites.serves(origin.get())) {
                throw Refusal.of(Code.WRONG_ORIGIN);
            }
            response.header(HeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, origin.get())
                    .header(HeaderNames.ACCESS_CONTROL_EXPOSE_HEADERS, "Retry-After");
        }
    }

    private void preflight(ServerRequest request, ServerResponse response) {
        allowOrigin(request, response);
        response.header(HeaderNames.ACCESS_CONTROL_ALLOW_METHODS, "POST")
                .header(HeaderNames.ACCESS_CONTROL_ALLOW_HEADERS, "Authorization, Content-Type")
                .header(HeaderNames.ACCESS_CONTROL_MAX_AGE, "600")
                .status(Status.NO_CONTENT_204)
                .send();
    }

    private void take(ServerRequest request, ServerResponse response) {
        allowOrigin(request, response);
        var visitor = visitor(request);
        if (visitor.blocked()) {
            throw Refusal.of(Code.BLOCKED);
        }
        var from = Peers.prefix(peers.address(request.remotePeer().host(), request.headers()));
        var kept =
                media.uploads()
                        .takeFromStranger(request, response, "visitor:" + visitor.id(), from);
        Answers.json(response, Status.CREATED_201, media.json().of(kept));
    }

    private Visitor visitor(ServerRequest request) {
        return Bearer.of(request)
                .flatMap(token -> visitors.byToken(Tokens.hash(token)))
                .orElseThrow(() -> Refusal.of(Code.NOT_WELCOME));
    }
}
