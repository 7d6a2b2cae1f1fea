package dev.bellhop.media;

import dev.bellhop.web.Code;
import dev.bellhop.web.Deadline;
import dev.bellhop.web.Limit;
import dev.bellhop.web.Limits;
import dev.bellhop.web.Places;
import dev.bellhop.web.Refusal;

import io.helidon.common.buffers.DataReader.InsufficientDataAvailableException;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import org.apache.commons.fileupload2.core.FileUploadException;
import org.apache.commons.fileupload2.core.MultipartInput;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/// Takes a file out of a request, piece by piece: the body itself, named by the query's `name`, or
/// the first file of a `multipart/form-data` form.
public final class Uploads {
    /// The largest upload. WhatsApp takes larger documents, and nothing else that is larger.
    public static final int BYTES_MAX = 16 * 1024 * 1024;

    /// A form's own lines around the file.
    private static final int FORM_BYTES_MAX = 64 * 1024;

    /// Strangers' uploads at a time, and how many of them come from one address prefix.
    private static final int STRANGERS_AT_ONCE = 24;

    private static final int STRANGER_AT_ONCE = 6;

    /// How many of them come from one network of IPv6.
    private static final int NETWORK_AT_ONCE = 12;

    /// Uploads at a time of those who answer, for whom strangers leave room.
    private static final int KNOWN_AT_ONCE = 12;

    private static final int KNOWN_ONE_AT_ONCE = 6;
    private static final int PARTS_MAX = 10;
    private static final Duration TIME = Duration.ofMinutes(2);
    private static final Duration COME_AGAIN = Duration.ofSeconds(5);

    private static final Pattern BOUNDARY =
            Pattern.compile("(?i)boundary=(?:\"([^\"]{1,70})\"|([^\";,\\s]{1,70}))");
    private static final Pattern FILE_NAME =
            Pattern.compile("(?i)[; ]filename=(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^;\\s]+))");
    private static final Pattern PART_TYPE =
            Pattern.compile("(?im)^content-type:\\s*([^\\r\\n]{1,200}?)\\s*$");

    private final Depot depot;
    private final Limits limits;
    private final Places strangers =
            new Places(STRANGER_AT_ONCE, NETWORK_AT_ONCE, STRANGERS_AT_ONCE);
    private final Places known = new Places(KNOWN_ONE_AT_ONCE, KNOWN_AT_ONCE, KNOWN_AT_ONCE);

    public Uploads(Depot depot, Limits limits) {
        this.depot = depot;
        this.limits = limits;
    }

    /// Keeps the request's file for its owner, who is known to us.
    ///
    /// @throws Refusal `rate_limited`, `too_large`, `empty`, `unsupported_type` for a compressed
    ///   body, `bad_request` for a form without a file, `unavailable` when too many upload at once
    ///   or the place for files cannot be reached
    public Attachment take(ServerRequest request, ServerResponse response, String owner) {
        return take(request, response, owner, known, owner);
    }

    /// Keeps the request's file for a stranger, in the same way.
    ///
    /// @param from the stranger's address prefix
    public Attachment takeFromStranger(
            ServerRequest request, ServerResponse response, String owner, String from) {
        return take(request, response, owner, strangers, from);
    }

    private Attachment take(
            ServerRequest request,
            ServerResponse response,
            String owner,
            Places places,
            String whose) {
        limits.check(Limit.UPLOADS, owner);
        if (request.headers().contains(HeaderNames.CONTENT_ENCODING)) {
            throw Refusal.of(Code.UNSUPPORTED_TYPE, "Send the file without compression.");
        }
        if (request.headers().contentLength().orElse(0) > BYTES_MAX + FORM_BYTES_MAX) {
            // Not read to its end for nothing.
            response.header(HeaderValues.CONNECTION_CLOSE);
            throw tooLarge();
        }
        if (!request.content().hasEntity()) {
            throw Refusal.of(Code.EMPTY, "The file is empty.");
        }
        if (depot.trouble().isPresent()) {
            // Not read to its end for nothing.
            response.header(HeaderValues.CONNECTION_CLOSE);
            throw away();
        }
        if (!places.enter(whose)) {
            response.header(HeaderValues.CONNECTION_CLOSE);
            throw Refusal.until(Code.UNAVAILABLE, Code.UNAVAILABLE.sentence(), COME_AGAIN);
        }
        try (var _ = Deadline.in(TIME);
                var in = request.content().inputStream()) {
            return keep(request, owner, in);
        } catch (Unfit unfit) {
            response.header(HeaderValues.CONNECTION_CLOSE);
            throw switch (unfit.reason()) {
                case TOO_LARGE -> tooLarge();
                case EMPTY, CHANGED -> Refusal.of(Code.EMPTY, "The file is empty.");
            };
        } catch (StoreAway gone) {
            response.header(HeaderValues.CONNECTION_CLOSE);
            throw away();
        } catch (FileUploadException malformed) {
            response.header(HeaderValues.CONNECTION_CLOSE);
            throw noFile();
        } catch (IOException | InsufficientDataAvailableException gone) {
            throw new CloseConnectionException("the upload ended early", gone);
        } finally {
            places.leave(whose);
        }
    }

    private Attachment keep(ServerRequest request, String owner, InputStream in)
            throws IOException {
        var type = request.headers().value(HeaderNames.CONTENT_TYPE);
        if (type.filter(it -> it.toLowerCase(java.util.Locale.ROOT).startsWith("multipart/"))
                .isPresent()) {
            return keepPart(type.get(), owner, in);
        }
        var name = request.query().first("name").asOptional();
        return depot.keep(owner, name, type, BYTES_MAX, in);
    }

    private Attachment keepPart(String type, String owner, InputStream in) throws IOException {
        var boundary = BOUNDARY.matcher(type);
        if (!boundary.find()) {
            throw noFile();
        }
        var text = boundary.group(1) == null ? boundary.group(2) : boundary.group(1);
        var parts =
                MultipartInput.builder()
                        .setInputStream(in)
                        .setBoundary(text.getBytes(StandardCharsets.ISO_8859_1))
                        .get();
        parts.setHeaderCharset(StandardCharsets.UTF_8);
        boolean more = parts.skipPreamble();
        for (int i = 0; i < PARTS_MAX && more; i++) {
            var headers = parts.readHeaders();
            var name = FILE_NAME.matcher(headers);
            if (name.find()) {
                var claimed = PART_TYPE.matcher(headers);
                return depot.keep(
                        owner,
                        Optional.of(
                                name.group(1) == null ? name.group(2) : unquoted(name.group(1))),
                        claimed.find() ? Optional.of(claimed.group(1)) : Optional.empty(),
                        BYTES_MAX,
                        parts.newInputStream());
            }
            parts.discardBodyData();
            more = parts.readBoundary();
        }
        throw noFile();
    }

    /// Browsers write a quotation mark in a name as `%22`.
    private static String unquoted(String name) {
        return name.replace("%22", "\"").replaceAll("\\\\([\"\\\\])", "$1");
    }

    private static Refusal away() {
        return Refusal.until(
                Code.UNAVAILABLE,
                "Files cannot be taken right now. Try again in a moment.",
                COME_AGAIN);
    }

    private static Refusal tooLarge() {
        return Refusal.of(
                Code.TOO_LARGE, "Files up to " + BYTES_MAX / (1024 * 1024) + " MB can be sent.");
    }

    private static Refusal noFile() {
        return Refusal.of(Code.BAD_REQUEST, "There is no file in the form.");
    }
}
