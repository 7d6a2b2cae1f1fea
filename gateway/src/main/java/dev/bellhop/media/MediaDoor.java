package dev.bellhop.media;

import dev.bellhop.web.Access;
import dev.bellhop.web.Answers;
import dev.bellhop.web.Limit;
import dev.bellhop.web.Routes;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import java.util.Set;

/// `GET /media/{handle}`: a file for whoever has its link. What strangers sent is on our own
/// address here, so nothing of it may run: its type is what we saw in it, browsers must believe
/// that, only pictures, sound, film and PDF are shown, and everything else is offered for saving.
public final class MediaDoor {
    private static final HeaderName POLICY = HeaderNames.create("Content-Security-Policy");
    private static final HeaderName NO_SNIFF = HeaderNames.create("X-Content-Type-Options");
    private static final HeaderName RESOURCE_POLICY =
            HeaderNames.create("Cross-Origin-Resource-Policy");
    private static final HeaderName REFERRER = HeaderNames.create("Referrer-Policy");

    private static final String NOTHING_RUNS = "default-src 'none'; sandbox";

    /// Browsers' own viewers of PDF do not open in a sandbox.
    private static final String PDF_ONLY =
            "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors"
                    + " 'none'";

    private static final int PIECE_BYTES = 64 * 1024;

    private static final Set<String> SHOWN =
            Set.of(
                    "image/jpeg",
                    "image/png",
                    "image/gif",
                    "image/webp",
                    "video/mp4",
                    "video/3gpp",
                    "video/webm",
                    "video/quicktime",
                    "audio/aac",
                    "audio/amr",
                    "audio/mpeg",
                    "audio/mp4",
                    "audio/ogg",
                    "audio/wav",
                    "audio/webm",
                    "application/pdf");

    private final Attachments attachments;
    private final Depot depot;
    private final Links links;

    public MediaDoor(Attachments attachments, Depot depot, Links links) {
        this.attachments = attachments;
        this.depot = depot;
        this.links = links;
    }

    public void register(Routes routes) {
        routes.get(
                "/media/{handle}",
                Access.open("a link that is signed and ends is the permission", Limit.FILES),
                this::serve);
    }

    private void serve(ServerRequest request, ServerResponse response) throws IOException {
        response.header(NO_SNIFF, "nosniff")
                .header(POLICY, NOTHING_RUNS)
                .header(REFERRER, "no-referrer")
                .header(HeaderNames.CACHE_CONTROL, "no-store");
        var handle = request.path().pathParameters().get("handle");
        var variant =
                query(request, "v").filter("thumb"::equals).isPresent()
                        ? Links.Variant.THUMB
                        : Links.Variant.FULL;
        long until =
                query(request, "e")
                        .filter(e -> e.matches("[0-9]{1,12}"))
                        .map(Long::parseLong)
                        .orElse(0L);
        switch (links.judge(handle, variant, until, query(request, "s").orElse(""))) {
            case FORGED -> say(response, Status.NOT_FOUND_404, "There is nothing here.");
            case EXPIRED ->
                    say(
                            response,
                            Status.GONE_410,
                            "This link has expired. Open the conversation again for a new one.");
            case GOOD -> serve(request, response, handle, variant);
        }
    }

    private void serve(
            ServerRequest request, ServerResponse response, String handle, Links.Variant variant)
            throws IOException {
        var attachment = attachments.byHandle(handle);
        if (attachment.isEmpty()) {
            say(response, Status.GONE_410, "This file was removed.");
        } else if (!attachment.get().isReady()) {
            say(
                    response,
                    Status.NOT_FOUND_404,
                    attachment.get().reason().orElse("This file is not here yet."));
        } else {
            try (var content = depot.content(attachment.get(), variant)) {
                send(request, response, attachment.get(), variant, content);
            } catch (NoSuchFileException missing) {
                say(response, Status.GONE_410, "This file was removed.");
            } catch (StoreAway away) {
                say(
                        response,
                        Status.SERVICE_UNAVAILABLE_503,
                        "Files are not within reach right now. Try again in a moment.");
            }
        }
    }

    private static void send(
            ServerRequest request,
            ServerResponse response,
            Attachment attachment,
            Links.Variant variant,
            Content content)
            throws IOException {
        long size = content.size();
        var wanted =
                request.headers().value(HeaderNames.RANGE).flatMap(text -> Range.read(text, size));
        if (wanted.isPresent() && wanted.get().isOutside()) {
            dress(response, attachment, variant);
            response.header(HeaderNames.CONTENT_RANGE, "bytes */" + size);
            say(response, Status.REQUESTED_RANGE_NOT_SATISFIABLE_416, "The file ends before that.");
            return;
        }
        var range = wanted.orElse(new Range(0, size));
        // Before a header says that it is there.
        try (var in = content.part(range.from(), range.length())) {
            dress(response, attachment, variant);
            if (wanted.isPresent()) {
                response.status(Status.PARTIAL_CONTENT_206)
                        .header(HeaderNames.CONTENT_RANGE, range.contentRange(size));
            }
            response.header(HeaderNames.CONTENT_LENGTH, Long.toString(range.length()));
            try (OutputStream out = response.outputStream()) {
                copy(in, range.length(), out);
            }
        }
    }

    /// Says what it is, and that it stays so.
    private static void dress(
            ServerResponse response, Attachment attachment, Links.Variant variant) {
        var type =
                variant == Links.Variant.THUMB
                        ? attachment.thumbType().orElse(ContentType.UNKNOWN)
                        : attachment.mimeType();
        boolean shown = SHOWN.contains(type);
        response.header(HeaderNames.CONTENT_TYPE, shown ? type : ContentType.UNKNOWN)
                .header(HeaderNames.CONTENT_DISPOSITION, disposition(attachment, shown))
                .header(RESOURCE_POLICY, "cross-origin")
                // The link is the permission, whoever reads the bytes: a widget sends a file again.
                .header(HeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, "*")
                .header(HeaderNames.ACCEPT_RANGES, "bytes")
                .header(
                        HeaderNames.CACHE_CONTROL,
                        "private, max-age=" + Links.LIFE.toSeconds() + ", immutable");
        if (type.equals("application/pdf")) {
            response.header(POLICY, PDF_ONLY);
        }
    }

    private static void copy(InputStream in, long length, OutputStream out) throws IOException {
        byte[] piece = new byte[PIECE_BYTES];
        long left = length;
        while (left > 0) {
            int n = in.read(piece, 0, (int) Math.min(piece.length, left));
            if (n < 0) {
                throw new IOException("the file became shorter");
            }
            out.write(piece, 0, n);
            left -= n;
        }
    }

    /// Both forms of the name: the plain one for old programs, the encoded one for all others.
    static String disposition(Attachment attachment, boolean shown) {
        var name = attachment.name().orElse(attachment.kind().wireName());
        var plain = name.replaceAll("[^A-Za-z0-9 ._()+-]", "_");
        var encoded = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
        return (shown ? "inline" : "attachment")
                + "; filename=\""
                + plain
                + "\"; filename*=UTF-8''"
                + encoded.replace("*", "%2A");
    }

    private static Optional<String> query(ServerRequest request, String name) {
        return request.query().first(name).asOptional();
    }

    private static void say(ServerResponse response, Status status, String words) {
        Answers.text(response.status(status), words);
    }
}
