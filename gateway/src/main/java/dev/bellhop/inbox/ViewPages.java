package dev.bellhop.inbox;

import static dev.bellhop.web.Access.needs;

import dev.bellhop.admin.SaveViewSheet;
import dev.bellhop.admin.View;
import dev.bellhop.admin.ViewsSheet;
import dev.bellhop.conversation.SavedViews;
import dev.bellhop.panel.Callers;
import dev.bellhop.web.Access;
import dev.bellhop.web.Bodies;
import dev.bellhop.web.Code;
import dev.bellhop.web.Ids;
import dev.bellhop.web.Permission;
import dev.bellhop.web.Refusal;
import dev.bellhop.web.Routes;

import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.time.Clock;

/// The lists that an agent names: keeping the one that is shown, renaming and deleting. Each
/// address carries the list that is shown, and which stays.
final class ViewPages {
    private static final Access READ = needs(Permission.CONVERSATIONS_READ);

    private final InboxPages pages;
    private final ListPanes lists;
    private final SavedViews savedViews;
    private final Clock clock;

    ViewPages(InboxPages pages, ListPanes lists, SavedViews savedViews, Clock clock) {
        this.pages = pages;
        this.lists = lists;
        this.savedViews = savedViews;
        this.clock = clock;
    }

    void register(Routes routes) {
        routes.get("/admin/inbox/views", READ, this::askWhich)
                .post("/admin/inbox/views", READ, this::save)
                .get("/admin/inbox/views/new", READ, this::askName)
                .post("/admin/inbox/views/{id}", READ, this::rename)
                .post("/admin/inbox/views/{id}/delete", READ, this::delete);
    }

    private void askName(ServerRequest request, ServerResponse response) {
        var filter = Filters.of(request, View.OPEN);
        pages.ask(
                request,
                response,
                new SaveViewSheet(filter, lists.words(filter), SavedViews.NAME_MAX));
    }

    private void save(ServerRequest request, ServerResponse response) {
        var agent = Callers.agent(request);
        var filter = Filters.of(request, View.OPEN);
        savedViews.save(
                Bodies.form(request).getOrDefault("name", ""),
                Filters.listing(filter, agent),
                filter.words(),
                clock.instant());
        pages.show(request, response);
    }

    private void askWhich(ServerRequest request, ServerResponse response) {
        var filter = Filters.of(request, View.OPEN);
        var saved = lists.saved(Callers.agent(request));
        pages.ask(request, response, new ViewsSheet(filter, saved, SavedViews.NAME_MAX));
    }

    private void rename(ServerRequest request, ServerResponse response) {
        savedViews.rename(
                Callers.agent(request).id(),
                id(request),
                Bodies.form(request).getOrDefault("name", ""));
        pages.show(request, response);
    }

    private void delete(ServerRequest request, ServerResponse response) {
        savedViews.delete(Callers.agent(request).id(), id(request));
        pages.show(request, response);
    }

    private static long id(ServerRequest request) {
        return Ids.ofPath(request).orElseThrow(() -> Refusal.of(Code.NOT_FOUND));
    }
}
