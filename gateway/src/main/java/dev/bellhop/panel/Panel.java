package dev.bellhop.panel;

import dev.bellhop.admin.Fragment;
import dev.bellhop.admin.Renderer;
import dev.bellhop.web.Answers;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.io.OutputStream;

/// Draws pages and fragments and sends them. None is kept by a browser or a proxy, none may be
/// framed, and none runs a script or takes a form that is not the panel's own. A string becomes
/// elements only by way of `parse.js`, which is the only one with a policy for Trusted Types.
public final class Panel {
    private static final HeaderName HX_REQUEST = HeaderNames.create("HX-Request");
    private static final HeaderName HX_RESTORE = HeaderNames.create("HX-History-Restore-Request");
    private static final HeaderName POLICY = HeaderNames.create("Content-Security-Policy");
    private static final HeaderName REFERRER = HeaderNames.create("Referrer-Policy");

    private static final HeaderName BUFFERING = HeaderNames.create("X-Accel-Buffering");

    private static final String OWN_ONLY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                + " media-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self';"
                + " base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script';"
                + " trusted-types bellhop default";

    private final Renderer renderer;

    public Panel(Renderer renderer) {
        this.renderer = renderer;
    }

    /// Whether htmx asks for a part of a page; everybody else, and htmx when it has lost a page of
    /// its history, gets the whole.
    public static boolean wantsPart(ServerRequest request) {
        return says(request, HX_REQUEST) && !says(request, HX_RESTORE);
    }

    private static boolean says(ServerRequest request, HeaderName header) {
        return request.headers().value(header).filter("true"::equals).isPresent();
    }

    /// The fragment as HTML in UTF-8.
    public byte[] draw(Fragment fragment) {
        return renderer.draw(fragment);
    }

    public void send(ServerResponse response, Fragment fragment) {
        send(response, Status.OK_200, fragment);
    }

    public void send(ServerResponse response, Status status, Fragment fragment) {
        var html = draw(fragment);
        guard(response.status(status));
        Answers.html(response, html);
    }

    /// Begins an answer whose parts go out one after the other, as they become known. Nothing
    /// between here and the browser is to gather them.
    ///
    /// @return takes each part as HTML; close it at the end
    public OutputStream begin(ServerResponse response) {
        guard(response.status(Status.OK_200));
        return response.header(HeaderNames.CONTENT_TYPE, "text/html; charset=utf-8")
                .header(BUFFERING, "no")
                .outputStream();
    }

    /// Answers with a status alone.
    public void sendNothing(ServerResponse response, Status status) {
        guard(response.status(status));
        response.send();
    }

    /// The page of the panel from which a plain form came, as the browser says.
    public static String pageBefore(ServerRequest request) {
        return request.headers()
                .value(HeaderNames.REFERER)
                .flatMap(ErrorPages::pathOf)
                .filter(path -> path.startsWith("/admin/"))
                .orElse("/admin");
    }

    /// Sends the browser to another page, by GET.
    public void sendTo(ServerResponse response, String path) {
        guard(response);
        Answers.seeOther(response, path);
    }

    /// Answers with a sentence alone.
    public void sendWords(ServerResponse response, Status status, String words) {
        guard(response.status(status));
        Answers.text(response, words);
    }

    private static void guard(ServerResponse response) {
        response.header(HeaderNames.CACHE_CONTROL, "no-store")
                .header(HeaderNames.VARY, HX_REQUEST.defaultCase())
                .header(POLICY, OWN_ONLY)
                .header(REFERRER, "same-origin");
    }
}
