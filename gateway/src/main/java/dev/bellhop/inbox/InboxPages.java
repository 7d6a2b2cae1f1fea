package dev.bellhop.inbox;

import static dev.bellhop.web.Access.needs;

import dev.bellhop.admin.Fragment;
import dev.bellhop.admin.InboxPage;
import dev.bellhop.admin.Place;
import dev.bellhop.admin.View;
import dev.bellhop.panel.Callers;
import dev.bellhop.panel.Panel;
import dev.bellhop.web.Permission;
import dev.bellhop.web.Routes;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.util.Optional;

/// The inbox without an open thread, and its lists.
final class InboxPages {
    private static final HeaderName HX_TRIGGER = HeaderNames.create("HX-Trigger");
    private static final HeaderName HX_CURRENT_URL = HeaderNames.create("HX-Current-URL");
    private static final HeaderName HX_REPLACE_URL = HeaderNames.create("HX-Replace-Url");

    private final Panel panel;
    private final Panes panes;
    private final ListPanes lists;

    InboxPages(Panel panel, Panes panes, ListPanes lists) {
        this.panel = panel;
        this.panes = panes;
        this.lists = lists;
    }

    void register(Routes routes) {
        routes.get("/admin/inbox", needs(Permission.CONVERSATIONS_READ), this::inbox)
                .get("/admin/inbox/list", needs(Permission.CONVERSATIONS_READ), this::list);
    }

    private void inbox(ServerRequest request, ServerResponse response) {
        panel.send(response, page(request, Optional.empty()));
    }

    /// The page with the list that the address names.
    private InboxPage page(ServerRequest request, Optional<Fragment> sheet) {
        var agent = Callers.agent(request);
        var tally = panes.tally();
        var filter = Filters.of(request, View.OPEN);
        return new InboxPage(
                panes.shell(agent, Place.INBOX, tally),
                lists.list(filter, Filters.after(request), agent, tally, Optional.empty()),
                Optional.empty(),
                sheet);
    }

    /// Asks about the list that the address names: with the sheet alone, or with the page that it
    /// lies on.
    void ask(ServerRequest request, ServerResponse response, Fragment sheet) {
        if (Panel.wantsPart(request)) {
            panel.send(response, sheet);
        } else {
            panel.send(response, page(request, Optional.of(sheet)));
        }
    }

    /// Shows the page with the list that the address names, and says what was done with some of it.
    void show(ServerRequest request, ServerResponse response, String words) {
        var page = page(request, Optional.empty());
        panel.send(
                response,
                new InboxPage(
                        page.shell(), page.list().saying(words), page.thread(), page.sheet()));
    }

    /// Shows the list that the address names, after something was done to it.
    void show(ServerRequest request, ServerResponse response) {
        var filter = Filters.of(request, View.OPEN);
        if (Panel.wantsPart(request)) {
            var agent = Callers.agent(request);
            panel.send(response, lists.list(filter, agent, panes.tally(), Optional.empty()));
        } else {
            panel.sendTo(response, filter.page());
        }
    }

    private void list(ServerRequest request, ServerResponse response) {
        var filter = Filters.of(request, View.OPEN);
        var after = Filters.after(request);
        if (!Panel.wantsPart(request)) {
            panel.sendTo(
                    response,
                    filter.page() + after.map(mark -> "&after=" + mark.text()).orElse(""));
            return;
        }
        var agent = Callers.agent(request);
        if (after.isPresent()) {
            panel.send(response, lists.more(filter, after.get(), agent));
            return;
        }
        if (isTyped(request)) {
            response.header(HX_REPLACE_URL, filter.page());
        }
        panel.send(response, lists.list(filter, agent, panes.tally(), Optional.empty()));
    }

    /// Somebody types in the field of the list, and no thread stands in the address.
    private static boolean isTyped(ServerRequest request) {
        return request.headers().first(HX_TRIGGER).filter("finder"::equals).isPresent()
                && request.headers()
                        .first(HX_CURRENT_URL)
                        .filter(url -> url.contains("/admin/c/"))
                        .isEmpty();
    }
}
