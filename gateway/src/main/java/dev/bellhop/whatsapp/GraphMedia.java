package dev.bellhop.whatsapp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

import dev.bellhop.web.Json;

import io.helidon.http.HeaderNames;
import io.helidon.webclient.http1.Http1Client;
import io.helidon.webclient.http1.Http1ClientResponse;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.regex.Pattern;

/// Files at Meta: where one is, its bytes, a copy of ours, and its end. Bytes stream through both
/// ways. None of these calls passes a number's gate, which is for what can be sent twice.
public final class GraphMedia {
    /// What a media id looks like; anything else would be another path of the Graph.
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,128}");

    private static final int REDIRECTS_MAX = 3;
    private static final int ANSWER_BYTES_MAX = 64 * 1024;
    private static final Duration WHOLE_TIME = Duration.ofMinutes(3);

    /// Takes the bytes of a file while they come.
    public interface Sink {
        void take(InputStream in) throws IOException;
    }

    /// Opens a file of ours.
    public interface Source {
        InputStream open() throws IOException;
    }

    private final GraphHttp http;
    private final MediaHosts hosts;
    private final Http1Client client;

    public GraphMedia(Graph.Settings settings) {
        this.http =
                new GraphHttp(
                        settings.base(),
                        settings.version(),
                        settings.connectTimeout(),
                        settings.readTimeout());
        this.hosts = new MediaHosts(settings.base());
        this.client =
                Http1Client.builder()
                        .servicesDiscoverServices(false)
                        .connectTimeout(settings.connectTimeout())
                        .readTimeout(settings.readTimeout())
                        .followRedirects(false)
                        .keepAlive(false)
                        .sendExpectContinue(false)
                        // Meta's file servers answer calls without one with an error page.
                        .addHeader(HeaderNames.USER_AGENT, "Bellhop")
                        .build();
    }

    /// Asks where a file is.
    public MediaOutcome<MediaLocation> locate(Graph.BusinessNumber number, String mediaId) {
        if (!ID.matcher(mediaId).matches()) {
            return new MediaOutcome.Never<>("WhatsApp gave no id by which the file could be had.");
        }
        var reply = http.get(http.address(number.version(), mediaId), number.accessToken());
        return switch (reply) {
            case Reply.Ok(var body) -> location(body);
            case Reply.Refused refused -> refused(refused);
            case Reply.NoAnswer(_, var why) -> new MediaOutcome.Later<>(why);
        };
    }

    private static MediaOutcome<MediaLocation> location(JsonNode body) {
        var url = Json.string(body, "url");
        if (url.isEmpty()) {
            return new MediaOutcome.Later<>("Meta's answer names no address");
        }
        return new MediaOutcome.Done<>(
                new MediaLocation(
                        url.get(),
                        Json.string(body, "mime_type"),
                        Json.string(body, "sha256"),
                        size(body.path("file_size"))));
    }

    /// A number in some answers, its digits in others.
    private static OptionalLong size(JsonNode size) {
        return size.asText().matches("[0-9]{1,15}")
                ? OptionalLong.of(Long.parseLong(size.asText()))
                : OptionalLong.empty();
    }

    private static <T> MediaOutcome<T> refused(Reply.Refused refused) {
        var failure = refused.failure();
        int status = refused.status();
        if (!refused.isMetas()) {
            return status == 408 || status == 429 || status >= 500
                    ? new MediaOutcome.Later<>(failure.line())
                    : new MediaOutcome.Never<>(failure.line());
        }
        var error = refused.body().path("error");
        var outcome =
                ErrorCodes.treatment(
                                status,
                                error.path("code").asInt(),
                                error.path("error_subcode").asInt(),
                                error.path("is_transient").asBoolean())
                        .outcome(failure);
        return outcome instanceof Outcome.Never
                ? new MediaOutcome.Never<>(failure.line())
                : new MediaOutcome.Later<>(failure.line());
    }

    /// Gets a file from where Meta said it is. The token goes to Meta's own hosts only, whatever
    /// the address says and wherever it is led on to.
    ///
    /// @param bytesMax above which it is not even begun, when Meta says how long it is
    public MediaOutcome<Boolean> download(
            Graph.BusinessNumber number, String url, long bytesMax, Sink sink) {
        long deadline = System.nanoTime() + WHOLE_TIME.toNanos();
        var next = Optional.of(url);
        for (int i = 0; i <= REDIRECTS_MAX && next.isPresent(); i++) {
            var address = next.flatMap(hosts::judge);
            if (address.isEmpty()) {
                return new MediaOutcome.Never<>(
                        "The file's address leads away from WhatsApp, so it was not followed.");
            }
            try (var response = get(number, address.get())) {
                int status = response.status().code();
                if (status / 100 != 3) {
                    return taken(response, status, bytesMax, deadline, sink);
                }
                next = onward(address.get(), response);
            } catch (IOException | RuntimeException failure) {
                return new MediaOutcome.Later<>("no whole file from Meta: " + failure.getMessage());
            }
        }
        return new MediaOutcome.Later<>("Meta leads from one address to the next");
    }

    private Http1ClientResponse get(Graph.BusinessNumber number, URI address) {
        return client.get(address.toString())
                .skipUriEncoding(true)
                .header(HeaderNames.AUTHORIZATION, "Bearer " + number.accessToken().reveal())
                .header(HeaderNames.ACCEPT_ENCODING, "identity")
                .request();
    }

    private static Optional<String> onward(URI from, Http1ClientResponse response) {
        return response.headers()
                .value(HeaderNames.LOCATION)
                .flatMap(to -> {
                    try {
                        return Optional.of(from.resolve(to).toString());
                    } catch (IllegalArgumentException notAnAddress) {
                        return Optional.empty();
                    }
                });
    }

    private static MediaOutcome<Boolean> taken(
            Http1ClientResponse response, int status, long bytesMax, long deadline, Sink sink)
            throws IOException {
        if (status != 200) {
            // An address that has died looks like a file that has: only asking anew tells.
            return new MediaOutcome.Later<>("Meta's file server answered with HTTP " + status);
        }
        var length =
                response.headers().contains(HeaderNames.CONTENT_ENCODING)
                        ? OptionalLong.empty()
                        : response.headers().contentLength();
        if (length.orElse(0) > bytesMax) {
            return new MediaOutcome.Never<>(tooLarge(bytesMax));
        }
        if (!response.entity().hasEntity()) {
            return new MediaOutcome.Later<>("Meta's file server answered with nothing");
        }
        try (var in = new BoundedStream(response.entity().inputStream(), deadline, length)) {
            sink.take(in);
        }
        return new MediaOutcome.Done<>(true);
    }

    /// What is said of a file that is larger than we take.
    public static String tooLarge(long bytesMax) {
        return "The file is larger than %d MB.".formatted(bytesMax / (1024 * 1024));
    }

    /// Gives Meta a copy of a file, to be sent from this number within 30 days.
    ///
    /// @param filename shown to nobody; documents are named when they are sent
    /// @return Meta's id for it
    public MediaOutcome<String> upload(
            Graph.BusinessNumber number,
            String mimeType,
            String filename,
            long size,
            Source source) {
        var boundary = "bellhop-" + UUID.randomUUID();
        byte[] head = head(boundary, mimeType, filename).getBytes(StandardCharsets.UTF_8);
        byte[] tail = ("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.US_ASCII);
        var address = http.address(number.version(), number.phoneNumberId() + "/media");
        try (var response =
                client.post(address)
                        .header(
                                HeaderNames.AUTHORIZATION,
                                "Bearer " + number.accessToken().reveal())
                        .header(
                                HeaderNames.CONTENT_TYPE,
                                "multipart/form-data; boundary=" + boundary)
                        .header(
                                HeaderNames.CONTENT_LENGTH,
                                Long.toString(head.length + size + tail.length))
                        .outputStream(out -> write(out, head, source, tail))) {
            return uploaded(response.status().code(), answer(response));
        } catch (IOException | RuntimeException failure) {
            return new MediaOutcome.Later<>(
                    "the upload to Meta broke off: " + failure.getMessage());
        }
    }

    private static String head(String boundary, String mimeType, String filename) {
        return field(boundary, "messaging_product", "whatsapp")
                + field(boundary, "type", mimeType)
                + "--"
                + boundary
                + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\""
                + filename.replaceAll("[\\p{Cntrl}\"\\\\]", "_")
                + "\"\r\nContent-Type: "
                + mimeType
                + "\r\n\r\n";
    }

    private static String field(String boundary, String name, String value) {
        return "--"
                + boundary
                + "\r\nContent-Disposition: form-data; name=\""
                + name
                + "\"\r\n\r\n"
                + value
                + "\r\n";
    }

    private static void write(OutputStream to, byte[] head, Source source, byte[] tail)
            throws IOException {
        try (var out = to;
                var in = source.open()) {
            out.write(head);
            in.transferTo(out);
            out.write(tail);
        }
    }

    private static JsonNode answer(Http1ClientResponse response) throws IOException {
        if (!response.entity().hasEntity()) {
            return MissingNode.getInstance();
        }
        try (var in = response.entity().inputStream()) {
            return Json.tryRead(in.readNBytes(ANSWER_BYTES_MAX)).orElse(MissingNode.getInstance());
        }
    }

    private static MediaOutcome<String> uploaded(int status, JsonNode body) {
        if (status / 100 != 2) {
            return refused(new Reply.Refused(status, body));
        }
        return Json.string(body, "id")
                .<MediaOutcome<String>>map(MediaOutcome.Done::new)
                .orElseGet(() -> new MediaOutcome.Later<>("Meta's answer names no id"));
    }
}
