package dev.bellhop.visitor;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.media.Uploads;
import dev.bellhop.privacy.Privacy;
import dev.bellhop.site.AwayMessage;
import dev.bellhop.site.HoursJson;
import dev.bellhop.site.Site;
import dev.bellhop.site.Sites;
import dev.bellhop.site.WidgetJson;
import dev.bellhop.web.Access;
import dev.bellhop.web.Code;
import dev.bellhop.web.ETag;
import dev.bellhop.web.Json;
import dev.bellhop.web.Limit;
import dev.bellhop.web.Refusal;
import dev.bellhop.web.Routes;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;

/// What the button and the panel need to know of their site. Browsers keep it, and ask for it again
/// by its tag.
final class SiteDoor {
    private static final String SITE = "/widget/v1/sites/{site}";

    /// Kinds that people send; others are taken too, and are files to be saved.
    private static final List<String> OFFERED =
            List.of(
                    "image/jpeg",
                    "image/png",
                    "image/webp",
                    "image/gif",
                    "audio/*",
                    "video/mp4",
                    "application/pdf",
                    "text/plain",
                    ".doc",
                    ".docx",
                    ".xls",
                    ".xlsx",
                    ".ppt",
                    ".pptx");

    private final Visiting visiting;
    private final Sites sites;
    private final LongFunction<Optional<String>> numbers;
    private final Privacy privacy;

    /// @param numbers a channel's number in digits
    SiteDoor(
            Visiting visiting,
            Sites sites,
            LongFunction<Optional<String>> numbers,
            Privacy privacy) {
        this.visiting = visiting;
        this.sites = sites;
        this.numbers = numbers;
        this.privacy = privacy;
    }

    void register(Routes routes) {
        var everybody = Access.open("says what every visitor of the page may know", Limit.SITES);
        routes.get(SITE, everybody, this::site).options(SITE, everybody, this::preflight);
    }

    private void site(ServerRequest request, ServerResponse response) {
        var site = site(request);
        allowOrigin(site, request, response);
        byte[] body = Json.bytes(describe(site));
        response.header(HeaderNames.CACHE_CONTROL, "max-age=300, must-revalidate")
                .header(HeaderNames.CONTENT_TYPE, "application/json");
        ETag.of(body).send(request, response, body);
    }

    private void preflight(ServerRequest request, ServerResponse response) {
        allowOrigin(site(request), request, response);
        response.header(HeaderNames.ACCESS_CONTROL_ALLOW_METHODS, "GET")
                .header(HeaderNames.ACCESS_CONTROL_MAX_AGE, "600")
                .status(Status.NO_CONTENT_204)
                .send();
    }

    private Site site(ServerRequest request) {
        return sites.byKey(request.path().pathParameters().get("site"))
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

    private ObjectNode describe(Site site) {
        var widget = site.widget();
        var standing = visiting.standing(site);
        var node =
                Json.object()
                        .put("key", site.key())
                        .put("name", site.name())
                        .put("online", standing.online())
                        .put("presence", standing.presence().wireName())
                        .put("position", widget.appearance().position());
        node.setAll(WidgetJson.of(widget.askingFor(contact(site, standing))));
        node.withObject("/prechat").put("keep", privacy.choices().askToKeep());
        node.put("whatsapp", widget.whatsapp() && site.channelId().isPresent());
        // For the day on which the gateway cannot be asked for a way to go on there.
        node.put("whatsapp_url", whatsappUrl(site).orElse(null));
        node.set("questions", node.path("suggestions"));
        site.hours()
                .ifPresentOrElse(
                        hours -> node.set("hours", HoursJson.of(hours)),
                        () -> node.putNull("hours"));
        OFFERED.forEach(
                node.putObject("attachments").put("max_bytes", Uploads.BYTES_MAX).putArray("types")
                        ::add);
        return node.putNull("reply_time");
    }

    /// What is asked beside what is always asked.
    private static List<String> contact(Site site, Standing standing) {
        boolean wanted =
                standing.presence() == Presence.CLOSED
                        && site.away().filter(AwayMessage::asksContact).isPresent();
        return wanted ? List.of("email", "phone") : List.of();
    }

    private Optional<String> whatsappUrl(Site site) {
        return site.widget().whatsapp() && site.channelId().isPresent()
                ? numbers.apply(site.channelId().getAsLong()).map(it -> "https://wa.me/" + it)
                : Optional.empty();
    }
}
