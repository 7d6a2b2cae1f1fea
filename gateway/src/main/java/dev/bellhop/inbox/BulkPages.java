package dev.bellhop.inbox;

import static dev.bellhop.web.Access.needs;

import dev.bellhop.admin.BulkDone;
import dev.bellhop.conversation.Conversations;
import dev.bellhop.panel.Callers;
import dev.bellhop.panel.Panel;
import dev.bellhop.web.Bodies;
import dev.bellhop.web.Code;
import dev.bellhop.web.Permission;
import dev.bellhop.web.Refusal;
import dev.bellhop.web.Routes;

import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One deed with many conversations, each by itself: what one of them is refused, the others are
/// not.
final class BulkPages {
    /// As many at once.
    static final int MAX = 100;

    private static final String FIELD = "c-";

    private final Panel panel;
    private final Panes panes;
    private final InboxPages pages;
    private final Conversations conversations;
    private final BulkDeeds deeds;

    BulkPages(
            Panel panel,
            Panes panes,
            InboxPages pages,
            Conversations conversations,
            BulkDeeds deeds) {
        this.panel = panel;
        this.panes = panes;
        this.pages = pages;
        this.conversations = conversations;
        this.deeds = deeds;
    }

    void register(Routes routes) {
        routes.post("/admin/inbox/bulk", needs(Permission.CONVERSATIONS_ANSWER), this::act);
    }

    private void act(ServerRequest request, ServerResponse response) {
        var agent = Callers.agent(request);
        var form = Bodies.form(request);
        var codes = codes(form);
        var deed = deeds.named(form.getOrDefault("deed", ""), agent);
        var words = each(codes, deed);
        if (!Panel.wantsPart(request)) {
            pages.show(request, response, words);
            return;
        }
        var tally = panes.tally();
        panel.send(
                response,
                new BulkDone(
                        words,
                        panes.rows(codes),
                        ListPanes.counts(agent.id(), tally),
                        Panes.pip(agent.id(), tally)));
    }

    private static List<String> codes(Map<String, String> form) {
        var codes =
                form.keySet().stream()
                        .filter(name -> name.startsWith(FIELD))
                        .map(name -> name.substring(FIELD.length()))
                        .sorted()
                        .toList();
        if (codes.isEmpty()) {
            throw Refusal.of(Code.INVALID, "Select the conversations first.");
        }
        if (codes.size() > MAX) {
            throw Refusal.of(
                    Code.INVALID, "That are " + codes.size() + "; select at most " + MAX + ".");
        }
        return codes;
    }

    /// Does it with each. What it is before is read just before: a deed that somebody else does in
    /// that moment is counted as done here.
    ///
    /// @return "12 are closed now, 1 was already."
    private String each(List<String> codes, BulkDeed deed) {
        int done = 0;
        int before = 0;
        var refused = new LinkedHashMap<String, Integer>();
        for (String code : codes) {
            var conversation = conversations.byCode(code);
            if (conversation.isEmpty()) {
                refused.merge("It is not there any more.", 1, Integer::sum);
            } else if (deed.isSo().test(conversation.get())) {
                before++;
            } else {
                try {
                    deed.deed().accept(conversation.get());
                    done++;
                } catch (Refusal refusal) {
                    refused.merge(refusal.detail(), 1, Integer::sum);
                }
            }
        }
        return words(deed.words(), done, before, refused);
    }

    private static String words(String what, int done, int before, Map<String, Integer> refused) {
        var parts = new ArrayList<String>();
        if (done > 0) {
            parts.add(done + " " + what);
        }
        if (before > 0) {
            parts.add(before + (before == 1 ? " was " : " were ") + what + " already");
        }
        refused.forEach((why, count) -> parts.add(count + " not: " + why.replaceFirst("\\.$", "")));
        return String.join(", ", parts) + ".";
    }
}
