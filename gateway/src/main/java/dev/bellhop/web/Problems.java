package dev.bellhop.web;

import dev.bellhop.db.DatabaseAway;

import io.helidon.http.HeaderNames;
import io.helidon.http.HttpException;
import io.helidon.http.NotFoundException;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.Logger;

/// The one place that turns what was thrown into an answer: problem+json (RFC 9457) for programs, a
/// page for people in the panel. What nobody foresaw is logged once under the request's id and
/// answered without a word of detail.
public final class Problems {
    private static final Logger LOG = Logger.getLogger(Problems.class.getName());
    private static final Duration COME_AGAIN = Duration.ofSeconds(5);

    /// Draws an error as a page or fragment for a person; the panel provides it.
    public interface Pages {
        /// Whether this request is a person's, in the panel.
        boolean wants(ServerRequest request);

        void write(
                ServerRequest request, ServerResponse response, Refusal refusal, String requestId);
    }

    private final Pages pages;

    public Problems(Pages pages) {
        this.pages = pages;
    }

    public void register(HttpRouting.Builder routing) {
        routing.error(Refusal.class, this::write)
                .error(
                        NotFoundException.class,
                        (q, r, e) -> write(q, r, Refusal.of(Code.NOT_FOUND)))
                .error(HttpException.class, this::thrown)
                .error(
                        DatabaseAway.class,
                        (q, r, _) ->
                                write(
                                        q,
                                        r,
                                        Refusal.until(
                                                Code.UNAVAILABLE,
                                                Code.UNAVAILABLE.sentence(),
                                                COME_AGAIN)))
                .error(Throwable.class, this::defect);
    }

    /// Helidon throws more than refusals: a file that has not changed is a thrown 304.
    private void thrown(ServerRequest request, ServerResponse response, HttpException e) {
        if (e.status().code() < 400) {
            e.headers().forEach(response::header);
            response.status(e.status()).send();
        } else {
            write(request, response, refusalFor(e));
        }
    }

    private void defect(ServerRequest request, ServerResponse response, Throwable failure) {
        LOG.log(
                Level.SEVERE,
                failure,
                () ->
                        "request "
                                + Requests.id(request)
                                + " failed: "
                                + shown(request.path().rawPath()));
        // Headers of the answer that failed must not go out with this one; one of them may be what
        // failed.
        response.headers().clear();
        Requests.dress(request, response, Requests.id(request));
        write(
                request,
                response,
                Refusal.of(
                        Code.FAILED,
                        "Something went wrong on our side. Its number in our log is "
                                + Requests.id(request)
                                + "."));
    }

    private void write(ServerRequest request, ServerResponse whole, Refusal refusal) {
        var response = HeadResponse.of(request, whole);
        refusal.retryAfterSeconds()
                .ifPresent(seconds ->
                        response.header(HeaderNames.RETRY_AFTER, Long.toString(seconds)));
        if (refusal.code() == Code.NOT_SIGNED_IN) {
            response.header(HeaderNames.WWW_AUTHENTICATE, "Bearer realm=\"bellhop\"");
        }
        if (pages.wants(request)) {
            pages.write(request, response, refusal, Requests.id(request));
        } else {
            Answers.problem(response, refusal.code(), refusal.detail(), Requests.id(request));
        }
    }

    /// Helidon's own refusals (bad request line, too large an entity …) keep their status and lose
    /// their message. A one-time link is a secret, and a log is read by many.
    private static String shown(String path) {
        var link = "/admin/welcome/";
        return path.startsWith(link) ? link + "…" : path;
    }

    private static Refusal refusalFor(HttpException e) {
        return Refusal.of(Code.ofStatus(e.status().code()));
    }
}
