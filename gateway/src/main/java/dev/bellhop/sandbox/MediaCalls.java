package dev.bellhop.sandbox;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.web.Json;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/// Uploads, look-ups and downloads of files. An address lives five minutes and wants the bearer
/// token.
final class MediaCalls {
    private static final Duration ADDRESS_LIFE = Duration.ofMinutes(5);

    private final Media media;
    private final SkippingClock clock;
    private final Supplier<Optional<String>> otherHost;
    private final AtomicReference<URI> ownBase = new AtomicReference<>(URI.create("about:blank"));

    /// @param otherHost the host name in addresses, where it is not this sandbox's own
    MediaCalls(Media media, SkippingClock clock, Supplier<Optional<String>> otherHost) {
        this.media = media;
        this.clock = clock;
        this.otherHost = otherHost;
    }

    /// Where this sandbox is reached; known once it listens.
    void ownBase(URI url) {
        ownBase.set(url);
    }

    /// @throws GraphError 131053 when there is no file in the form
    JsonNode upload(GraphCall call) {
        var parts = Multipart.read(call.contentType(), call.body());
        var file = parts.file().orElseThrow(() -> GraphError.of(131053, "The form has no file."));
        if (!"whatsapp".equals(parts.fields().get("messaging_product"))) {
            throw GraphError.of(100, "The parameter messaging_product is required.");
        }
        var type = parts.fields().getOrDefault("type", file.contentType());
        return Json.object().put("id", media.add(type, file.bytes()).id());
    }

    /// Answers look-ups and deletions of a file; empty when the call is about something else.
    Optional<JsonNode> answer(GraphCall call) {
        if (call.segments().size() != 1) {
            return Optional.empty();
        }
        var id = call.segments().getFirst();
        return switch (call.method()) {
            case "GET" -> media.find(id).map(this::json);
            case "DELETE" ->
                    media.remove(id)
                            ? Optional.of(Json.object().put("success", true))
                            : Optional.empty();
            default -> Optional.empty();
        };
    }

    /// The file behind an address.
    ///
    /// @throws GraphError when the address is old, or the file is gone
    Media.File file(String id, GraphCall call) {
        long until =
                call.query("ext")
                        .filter(t -> t.matches("[0-9]{1,18}"))
                        .map(Long::parseLong)
                        .orElse(0L);
        if (clock.reckoned().getEpochSecond() > until) {
            throw GraphError.of(131052, "This address has expired.").withHttp(404);
        }
        return media.find(id)
                .orElseThrow(() -> GraphError.of(131052, "This file is gone.").withHttp(404));
    }

    /// An address for a file, good for five minutes from now.
    String address(Media.File file) {
        Instant until = clock.reckoned().plus(ADDRESS_LIFE);
        return host(ownBase.get())
                .resolve("/sandbox/lookaside/" + file.id() + "?ext=" + until.getEpochSecond())
                .toString();
    }

    private URI host(URI base) {
        return otherHost
                .get()
                .map(name -> URI.create("http://" + name + ":" + base.getPort() + "/"))
                .orElse(base);
    }

    private JsonNode json(Media.File file) {
        return Json.object()
                .put("messaging_product", "whatsapp")
                .put("url", address(file))
                .put("mime_type", file.mimeType())
                .put("sha256", HexFormat.of().formatHex(file.sha256()))
                .put("file_size", Integer.toString(file.bytes().length))
                .put("id", file.id());
    }
}
