package dev.bellhop.web;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/// Which state of something an answer shows (RFC 9110): whoever has that state already is not sent
/// it again.
///
/// The tag of what can be set has two halves. The first is of what can be set, and is all that a
/// change is compared by ([IfMatch]); the second is of the rest of the answer, such as whether a
/// site is open now, which changes without anybody's doing.
///
/// @param text without its quotation marks
public record ETag(String text) {
    private static final int LENGTH = 22;
    private static final String HALVES = ".";

    /// Of these bytes and no others.
    public static ETag of(byte[] bytes) {
        return new ETag(digest(bytes));
    }

    /// Of something that can be set, and of the answer that shows it.
    ///
    /// @param state what can be set of it, or the number of its version
    public static ETag of(String state, byte[] answer) {
        return new ETag(digest(state) + HALVES + digest(answer));
    }

    /// Whether a tag, in its quotation marks, shows this state.
    static boolean isOf(String tag, String state) {
        return tag.startsWith("\"" + digest(state) + HALVES);
    }

    /// Sends a body under its tag, or, to whoever has it already, that it is the same.
    public void send(ServerRequest request, ServerResponse response, byte[] body) {
        response.header(HeaderNames.ETAG, toString());
        if (isKnownTo(request)) {
            response.status(Status.NOT_MODIFIED_304).send();
        } else {
            response.send(body);
        }
    }

    /// Whether the caller says that they have this state. A proxy that compressed the answer has
    /// made the tag a weak one, which is as good here.
    boolean isKnownTo(ServerRequest request) {
        return listed(request.headers().all(HeaderNames.IF_NONE_MATCH, List::of))
                .anyMatch(tag -> tag.equals("*") || tag.equals(toString()));
    }

    /// The tags of a header, weak ones as if they were not.
    static java.util.stream.Stream<String> listed(List<String> header) {
        return header.stream()
                .flatMap(line -> Arrays.stream(line.split(",", -1)))
                .map(tag -> tag.strip().replaceFirst("^W/", ""));
    }

    private static String digest(byte[] bytes) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(digest)
                    .substring(0, LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String digest(String text) {
        return digest(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "\"" + text + "\"";
    }
}
