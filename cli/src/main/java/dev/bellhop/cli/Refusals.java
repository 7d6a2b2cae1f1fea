package dev.bellhop.cli;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;

import javax.net.ssl.SSLException;

/// What is said to people when a gateway does not do what it was asked: what, why and what to do.
///
/// @param address where it was asked
record Refusals(Address address) {
    /// A header of an answer, by its name.
    interface Headers {
        @Nullable String get(String name);
    }

    /// Nobody answered, or not to the end.
    Failure unreachable(IOException e) {
        return new Failure(
                Exit.UNREACHABLE, "No gateway answers at " + address + ".", reason(e), remedy(e));
    }

    /// Something answered that is no Bellhop.
    Failure notUnderstood(Headers headers, Call call) {
        return new Failure(
                Exit.FAILED,
                "What answers at " + address + " is not understood.",
                call.method()
                        + " "
                        + call.path()
                        + " brought "
                        + type(headers)
                        + " that is no JSON object.",
                "Check that this is a Bellhop gateway's address, without a path behind it.");
    }

    /// The gateway, or what stands before it, answered otherwise than was hoped.
    Failure refused(Headers headers, Call call, int status, byte[] body) {
        var problem = problem(body);
        var asked = call.method() + " " + call.path();
        var answered = asked + " was answered with status " + status;
        var why = problem.text("detail").or(() -> problem.text("title")).orElse(answered + ".");
        var request = problem.text("request_id").map(id -> " (request " + id + ")").orElse("");
        var what =
                switch (status) {
                    case 401 -> "Not signed in at " + address + ".";
                    case 403 -> "Not allowed at " + address + ".";
                    case 404 ->
                            address + " has no " + asked.substring(asked.indexOf(' ') + 1) + ".";
                    case 400, 422 -> address + " refuses what was asked.";
                    case 409, 412 -> address + " cannot do that as things are.";
                    case 429 -> "Too many requests to " + address + ".";
                    default ->
                            status < 400
                                    ? address + " sends elsewhere: " + location(headers)
                                    : "The gateway at " + address + " could not answer.";
                };
        return new Failure(Exit.ofStatus(status), what, why + request, remedy(headers, status));
    }

    private static String remedy(Headers headers, int status) {
        return switch (status) {
            case 401 -> "Set BELLHOP_TOKEN or --token-file to a token that is still valid.";
            case 403 -> "Use a token whose role may do this.";
            case 400, 422 -> "Change what the reason names.";
            case 409, 412 -> "Look at what the reason names, and try again.";
            case 404 ->
                    "Check what was asked for and the address, and that gateway and command are of"
                            + " the same version.";
            case 429 ->
                    "Wait "
                            + Optional.ofNullable(headers.get("Retry-After"))
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

    private static String location(Headers headers) {
        return Optional.ofNullable(headers.get("Location")).orElse("nowhere");
    }

    private static String type(Headers headers) {
        return Optional.ofNullable(headers.get("Content-Type"))
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
