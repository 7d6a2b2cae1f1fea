package dev.bellhop.site;

import dev.bellhop.admin.Notice;
import dev.bellhop.web.Code;
import dev.bellhop.web.Ids;
import dev.bellhop.web.Refusal;

import io.helidon.webserver.http.ServerRequest;

import java.util.Optional;

/// What the pages about one site have in common.
final class SiteAnswers {
    private SiteAnswers() {}

    /// The site whose page it is.
    ///
    /// @throws Refusal `not_found`
    static Site site(ServerRequest request, Sites sites) {
        return Ids.ofPath(request)
                .flatMap(sites::find)
                .orElseThrow(() -> Refusal.of(Code.NOT_FOUND));
    }

    /// What is said after a form was saved and the browser was sent back to the page.
    static Optional<Notice> saved(ServerRequest request) {
        return request.query().contains("saved")
                ? Optional.of(
                        new Notice(Notice.Tone.OK, "Saved.", "Widgets follow within five minutes."))
                : Optional.empty();
    }
}
