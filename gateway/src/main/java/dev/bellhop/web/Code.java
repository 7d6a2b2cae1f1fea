package dev.bellhop.web;

import java.util.Arrays;
import java.util.Locale;

/// Every way Bellhop says no: the wire name, the HTTP status, and the sentence for the person who
/// meets it. The same names are used by problem+json (`type` and `code`), by the panel's fragments
/// and by the visitor's `error` frames.
public enum Code {
    BAD_REQUEST(400, "The request could not be understood."),
    BAD_FRAME(400, "The frame could not be read."),
    UNKNOWN_TYPE(400, "This type of frame is not known here."),
    NOT_WELCOME(401, "Say hello first."),
    EMPTY(422, "There is nothing to send."),
    TOO_LONG(422, "The text is longer than 4,096 characters."),
    INVALID(422, "Something in the form needs another look."),
    NOT_SIGNED_IN(401, "Please sign in."),
    BAD_SIGNATURE(401, "The signature is missing or does not fit."),
    BAD_IDENTITY(403, "The site does not vouch for this customer; the signature does not fit."),
    BAD_TOKEN(403, "The verify token does not fit."),
    CROSS_SITE(403, "The request came from another site."),
    WRONG_ORIGIN(403, "This site may not use the widget."),
    NOT_ALLOWED(403, "Your role does not allow this."),
    PROOF_NEEDED(403, "Confirm that it is you, and go on."),
    SECOND_STEP_OWED(403, "Everybody here needs a second step. Set yours up first."),
    BLOCKED(403, "This chat isn't available."),
    NOT_FOUND(404, "There is nothing here."),
    METHOD_NOT_ALLOWED(405, "This address does not take that method."),
    CONFLICT(409, "Somebody changed this in the meantime."),
    OVERTAKEN(412, "Somebody else has answered in the meantime."),
    STALE(412, "Somebody changed this since you read it."),
    GONE(410, "This link has been used or has expired."),
    LENGTH_REQUIRED(411, "Say how long the body is."),
    TOO_LARGE(413, "That is more than this address takes."),
    UNSUPPORTED_TYPE(415, "This address does not take that type of content."),
    RATE_LIMITED(429, "That was quick. Try again in a moment."),
    FAILED(500, "Something went wrong on our side."),
    UNAVAILABLE(503, "The service is not available right now. Try again in a moment.");

    private final int status;
    private final String sentence;

    Code(int status, String sentence) {
        this.status = status;
        this.sentence = sentence;
    }

    /// The code that says a status of Helidon's own, or the general one of its class.
    static Code ofStatus(int status) {
        return Arrays.stream(values())
                .filter(code -> code.status == status)
                .findFirst()
                .orElse(status < 500 ? BAD_REQUEST : FAILED);
    }

    /// The name on the wire, such as `rate_limited`.
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public int status() {
        return status;
    }

    /// What it means, in words for the person who meets it.
    public String sentence() {
        return sentence;
    }
}
