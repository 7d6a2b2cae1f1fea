package dev.bellhop.visitor;

import dev.bellhop.conversation.Desk;
import dev.bellhop.conversation.Visitor;
import dev.bellhop.conversation.Visitors;
import dev.bellhop.people.Tokens;
import dev.bellhop.site.Site;
import dev.bellhop.site.Sites;
import dev.bellhop.web.Access;
import dev.bellhop.web.Answers;
import dev.bellhop.web.Code;
import dev.bellhop.web.Json;
import dev.bellhop.web.Limit;
import dev.bellhop.web.Limits;
import dev.bellhop.web.QrPicture;
import dev.bellhop.web.Refusal;
import dev.bellhop.web.Routes;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.LongFunction;

/// Gives a visitor the link, and its picture for a phone's camera, by which they go on on WhatsApp.
public final class HandoverDoor {
    private static final String PATH = "/widget/v1/handover";

    private final Visitors visitors;
    private final Desk desk;
    private final Sites sites;
    private final Limits limits;
    private final LongFunction<Optional<String>> numbers;

    /// Wires the door.
    ///
    /// @param numbers a channel's number in digits
    public HandoverDoor(
            Visitors visitors,
            Desk desk,
            Sites sites,
            Limits limits,
            LongFunction<Optional<String>> numbers) {
        this.visitors = visitors;
        this.desk = desk;
        this.sites = sites;
        this.limits = limits;
        this.numbers = numbers;
    }

    public void register(Routes routes) {
        var visitor = Access.open("asks for the visitor's own token", Limit.HANDOVERS);
        routes.get(PATH, visitor, this::link).options(PATH, visitor, this::preflight);
    }

    private void preflight(ServerRequest request, ServerResponse response) {
        allowOrigin(site(request), request, response);
        response.header(HeaderNames.ACCESS_CONTROL_ALLOW_METHODS, "GET")
                .header(HeaderNames.ACCESS_CONTROL_ALLOW_HEADERS, "authorization")
                .header(HeaderNames.ACCESS_CONTROL_MAX_AGE, "600")
                .status(Status.NO_CONTENT_204)
                .send();
    }

    private void link(ServerRequest request, ServerResponse response) {
        var site = site(request);
        allowOrigin(site, request, response);
        var visitor = visitor(site, request);
        limits.check(Limit.VISITOR_FRAMES, "handover " + visitor.id());
        if (!site.widget().whatsapp()) {
            throw Refusal.of(Code.CONFLICT, "Chats of this site stay on the site.");
        }
        var handover =
                desk.handOver(visitor.id())
                        .orElseThrow(() ->
                                Refusal.of(
                                        Code.CONFLICT,
                                        "There is no open chat that could go on on WhatsApp."));
        var number =
                numbers.apply(handover.channelId()).orElseThrow(() -> Refusal.of(Code.NOT_FOUND));
        var url = "https://wa.me/" + number + "?text=" + encoded(words(handover.code()));
        Answers.json(
                response,
                Json.object()
                        .put("code", handover.code())
                        .put("url", url)
                        .put("qr_svg", QrPicture.of(url).svg())
                        .put("expires_at", handover.expiresAt().toString()));
    }

    private static String words(String code) {
        return "Hello! I would like to go on with our chat here. " + code;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private Visitor visitor(Site site, ServerRequest request) {
        return Bearer.of(request)
                .flatMap(token -> visitors.byToken(site.id(), Tokens.hash(token)))
                .orElseThrow(() -> Refusal.of(Code.NOT_WELCOME));
    }

    private Site site(ServerRequest request) {
        return request.query()
                .first("site")
                .asOptional()
                .flatMap(sites::byKey)
                .orElseThrow(() -> Refusal.of(Code.NOT_FOUND, "There is no such site."));
    }

    private static void allowOrigin(Site site, ServerRequest request, ServerResponse response) {
        response.header(HeaderNames.VARY, "Origin");
        request.headers()
                .first(HeaderNames.ORIGIN)
                .filter(site::allows)
                .ifPresent(
                        origin -> response.header(HeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, origin));
    }
}
