package dev.bellhop.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

import javax.net.ssl.SSLException;

/// A gateway's API, asked as one caller. Whatever keeps it from answering becomes a [Failure] that
/// says why.
///
/// [HttpURLConnection] instead of the newer client halves the time and the memory of a short
/// command.
final class Gateway {
    private static final Duration CONNECT_WAIT = Duration.ofSeconds(5);
    private static final Duration ANSWER_WAIT = Duration.ofSeconds(30);
    private static final int ANSWER_BYTES_MAX = 16 << 20;

    private final Address address;
    private final Token token;

    Gateway(Address address, Token token) {
        this.address = address;
        this.token = token;
    }

    Address address() {
        return address;
    }

    /// Reads one object of the API.
    Document get(String path) {
        try {
            var connection = open(path);
            int status = connection.getResponseCode();
            var body = body(connection, status);
            if (status != HttpURLConnection.HTTP_OK) {
                throw refused(connection, path, status, body);
            }
            return parsed(connection, path, body);
        } catch (IOException e) {
            throw new Failure(
                    Exit.UNREACHABLE,
                    "No gateway answers at " + address + ".",
                    reason(e),
                    remedy(e));
        }
    }

    private HttpURLConnection open(String path) throws IOException {
        var connection = (HttpURLConnection) address.at(path).toURL().openConnection();
        connection.setConnectTimeout((int) CONNECT_WAIT.toMillis());
        connection.setReadTimeout((int) ANSWER_WAIT.toMillis());
        // A redirect followed blindly would carry the token to wherever it points.
        connection.setInstanceFollowRedirects(false);
        connection.setRequestProperty("Authorization", "Bearer " + token.value());
        connection.setRequestProperty("Accept", "application/json, application/problem+json");
        connection.setRequestProperty("User-Agent", "bellhop/" + VersionCommand.version());
        return connection;
    }

    private static byte[] body(HttpURLConnection connection, int status) throws IOException {
        // Null for an error without a body.
        try (InputStream stream =
                status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            if (stream == null) {
                return new byte[0];
            }
            var body = stream.readNBytes(ANSWER_BYTES_MAX + 1);
            if (body.length > ANSWER_BYTES_MAX) {
                throw new IOException(
                        "The answer is longer than " + (ANSWER_BYTES_MAX >> 20) + " MB.");
            }
            return body;
        }
    }

    private Document parsed(HttpURLConnection connection, String path, byte[] body) {
        try {
            return Document.parse(body);
        } catch (IOException e) {
            throw new Failure(
                    Exit.FAILED,
                    "What answers at " + address + " is not understood.",
                    "GET " + path + " brought " + type(connection) + " that is no JSON object.",
                    "Check that this is a Bellhop gateway's address, without a path behind it.");
        }
    }

    private Failure refused(HttpURLConnection connection, String path, int status, byte[] body) {
        var problem = problem(body);
        var answered = "GET " + path + " was answered with status " + status;
        var why = problem.text("detail").or(() -> problem.text("title")).orElse(answered + ".");
        var request = problem.text("request_id").map(id -> " (request " + id + ")").orElse("");
        var what =
                switch (status) {
                    case 401 -> "Not signed in at " + address + ".";
                    case 403 -> "Not allowed at " + address + ".";
                    case 404 -> address + " has no " + path + ".";
                    case 429 -> "Too many requests to " + address + ".";
                    default ->
                            status < 400
                                    ? address + " sends elsewhere: " + location(connection)
                                    : "The gateway at " + address + " could not answer.";
                };
        return new Failure(Exit.ofStatus(status), what, why + request, remedy(connection, status));
    }

    private static String remedy(HttpURLConnection connection, int status) {
        return switch (status) {
            case 401 -> "Set BELLHOP_TOKEN or --token-file to a token that is still valid.";
            case 403 -> "Use a token whose role may do this.";
            case 404 -> "Check the address, and that gateway and command are of the same version.";
            case 429 ->
                    "Wait "
                            + Optional.ofNullable(connection.getHeaderField("Retry-After"))
                                    .map(seconds -> seconds + " seconds")
                                    .orElse("a moment")
                            + " and try again.";
            default ->
                    status < 400
                            ? "If you trust that address, give it with --url."
                            : "Try again; if it stays, read the gateway's log: journalctl -u"
                                    + " bellhop.";
        };
    }

    /// The answer's problem+json (RFC 9457); empty when something else answered, such as a proxy.
    private static Document problem(byte[] body) {
        try {
            return Document.parse(body);
        } catch (IOException e) {
            return Document.EMPTY;
        }
    }

    private static String location(HttpURLConnection connection) {
        return Optional.ofNullable(connection.getHeaderField("Location")).orElse("nowhere");
    }

    private static String type(HttpURLConnection connection) {
        return Optional.ofNullable(connection.getContentType())
                .map(type -> type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))
                .orElse("something without a type");
    }

    private static String reason(IOException e) {
        return switch (e) {
            case UnknownHostException unknown ->
                    "The name " + unknown.getMessage() + " is not known.";
            case SocketTimeoutException late -> "It took too long: " + late.getMessage() + ".";
            default -> e.getMessage() == null ? e.toString() : e.getMessage();
        };
    }

    private static String remedy(IOException e) {
        return e instanceof SSLException
                ? "Check the certificate of that address, or whether it speaks https at all."
                : "Check the address and that the gateway runs: systemctl status bellhop, or ./dev"
                        + " run.";
    }
}
