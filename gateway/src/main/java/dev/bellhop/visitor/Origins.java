package dev.bellhop.visitor;

import dev.bellhop.site.Site;
import dev.bellhop.site.Sites;
import dev.bellhop.web.Code;
import dev.bellhop.web.Refusal;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

/// Which pages may call the visitors' doors: those of our sites. Browsers always say whose page
/// calls, and no page can change it; who says nothing is nobody's browser.
final class Origins {
    private static final String KEPT_SECONDS = "7200";
    private static final HeaderName FETCH_SITE = HeaderNames.create("Sec-Fetch-Site");

    private final Sites sites;

    Origins(Sites sites) {
        this.sites = sites;
    }

    /// Lets pages of any of our sites read the answer.
    ///
    /// @throws Refusal `wrong_origin` to others
    void admit(ServerRequest request, ServerResponse response) {
        response.header(HeaderNames.VARY, "Origin");
        var origin = request.headers().first(HeaderNames.ORIGIN);
        if (origin.isPresent()) {
            if (!sites.serves(origin.get())) {
                throw Refusal.of(Code.WRONG_ORIGIN);
            }
            response.header(HeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, origin.get());
        }
    }

    /// Refuses a page of another site than this.
    void refuseOthers(ServerRequest request, Site site) {
        var origin = request.headers().first(HeaderNames.ORIGIN);
        if (origin.isPresent() && !site.allows(origin.get())) {
            throw Refusal.of(Code.WRONG_ORIGIN);
        }
    }

    /// Refuses what a browser fetches for a page without saying whose it is, as it does with the
    /// address of a picture.
    void refuseUnsaid(ServerRequest request) {
        boolean elsewhere =
                request.headers()
                        .first(FETCH_SITE)
                        .filter(it -> !it.equals("same-origin") && !it.equals("none"))
                        .isPresent();
        if (elsewhere && !request.headers().contains(HeaderNames.ORIGIN)) {
            throw Refusal.of(Code.WRONG_ORIGIN);
        }
    }

    /// The site that a request is for, by its key.
    Site named(ServerRequest request) {
        return request.query()
                .first("site")
                .asOptional()
                .flatMap(sites::byKey)
                .orElseThrow(() -> Refusal.of(Code.NOT_FOUND, "There is no such site."));
    }

    /// Tells a browser that pages of our sites may post, with these headers.
    void preflight(ServerRequest request, ServerResponse response, String headers) {
        admit(request, response);
        response.header(HeaderNames.ACCESS_CONTROL_ALLOW_METHODS, "POST")
                .header(HeaderNames.ACCESS_CONTROL_ALLOW_HEADERS, headers)
                .header(HeaderNames.ACCESS_CONTROL_MAX_AGE, KEPT_SECONDS)
                .status(Status.NO_CONTENT_204)
                .send();
    }
}
