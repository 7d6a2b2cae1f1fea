package dev.bellhop.audit;

import dev.bellhop.admin.AuditPage;
import dev.bellhop.admin.AuditPage.Search;
import dev.bellhop.admin.Choice;
import dev.bellhop.admin.Place;
import dev.bellhop.panel.Callers;
import dev.bellhop.panel.Panel;
import dev.bellhop.panel.Shells;
import dev.bellhop.web.Access;
import dev.bellhop.web.Bodies;
import dev.bellhop.web.Code;
import dev.bellhop.web.Ids;
import dev.bellhop.web.Permission;
import dev.bellhop.web.Refusal;
import dev.bellhop.web.Routes;

import io.helidon.common.uri.UriQuery;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The audit log in the panel: searched by plain addresses, an entry beside the list, a check whose
/// progress one sees, and what is taken away.
final class AuditPages {
    private static final Access READ = Access.needs(Permission.AUDIT_READ);
    private static final String ALL = AuditPage.PATH;
    private static final List<String> ASKED =
            List.of("object", "actor", "action", "since", "until");
    private static final int LINES = 25;

    private final AuditLog log;
    private final AuditDrawing drawing;
    private final Panel panel;
    private final Shells shells;
    private final ZoneId zone;

    AuditPages(AuditLog log, AuditDrawing drawing, Panel panel, Shells shells, ZoneId zone) {
        this.log = log;
        this.drawing = drawing;
        this.panel = panel;
        this.shells = shells;
        this.zone = zone;
    }

    void register(Routes routes) {
        routes.get(ALL, READ, this::list)
                .get(ALL + "/{id}", READ, this::look)
                .post(ALL + "/verify", READ, this::verify)
                .post(ALL + "/export", Access.proved(READ), this::export);
    }

    private void list(ServerRequest request, ServerResponse response) {
        var number =
                value(request.query(), "object").map(it -> it.replace(",", "")).flatMap(Ids::read);
        if (number.flatMap(log.entries()::find).isPresent()) {
            panel.sendTo(response, ALL + "/" + number.get());
            return;
        }
        send(request, response, Optional.empty());
    }

    private void look(ServerRequest request, ServerResponse response) {
        var link =
                Ids.ofPath(request)
                        .flatMap(log.entries()::find)
                        .orElseThrow(() -> Refusal.of(Code.NOT_FOUND));
        send(request, response, Optional.of(link));
    }

    /// Without scripts the page comes when all is done.
    private void verify(ServerRequest request, ServerResponse response) {
        var actor = Actor.of(Callers.agent(request));
        if (!Panel.wantsPart(request)) {
            var _ = log.checks().run(actor, Check.Progress.NONE);
            panel.sendTo(response, ALL);
            return;
        }
        if (log.checks().running().isPresent()) {
            panel.sendWords(response, Status.CONFLICT_409, "The log is being checked already.");
            return;
        }
        var shown = new ShownCheck(panel, response);
        shown.end(drawing.chain(log.checks().run(actor, shown)));
    }

    private void export(ServerRequest request, ServerResponse response) {
        var form = Bodies.form(request);
        var format =
                AuditExport.Format.read(form.getOrDefault("format", ""))
                        .orElseThrow(() -> Refusal.of(Code.INVALID, "Choose a format."));
        var query = UriQuery.create(asked(name -> Optional.ofNullable(form.get(name))));
        var actor = Actor.of(Callers.agent(request));
        AuditApi.send(response, log.export().prepare(actor, format, Filter.of(query, zone)));
    }

    private void send(ServerRequest request, ServerResponse response, Optional<Link> open) {
        var query = request.query();
        var asked = asked(name -> value(query, name));
        var problem = "";
        var filter = Filter.ALL;
        try {
            filter = Filter.of(query, zone);
        } catch (Refusal refusal) {
            problem = refusal.detail();
        }
        var found =
                problem.isEmpty() ? page(query, filter, open) : new Found(List.of(), false, false);
        panel.send(
                response,
                problem.isEmpty() ? Status.OK_200 : Status.create(Code.INVALID.status()),
                page(request, found, filter, asked, problem, open));
    }

    private AuditPage page(
            ServerRequest request,
            Found found,
            Filter filter,
            String asked,
            String problem,
            Optional<Link> open) {
        var query = request.query();
        var last = log.checks().last();
        var here = place(found);
        long total = log.entries().count();
        return new AuditPage(
                shells.of(Callers.agent(request), Place.AUDIT),
                drawing.chain(log.checks(), log.checkpoints().last()),
                search(query, problem),
                drawing.groups(found.links(), id -> address("/" + id, asked, here), last),
                open.map(link -> detail(link, filter, asked, here, last)),
                found.newer()
                        ? Optional.of(address("", asked, "after=" + found.first()))
                        : Optional.empty(),
                found.older()
                        ? Optional.of(address("", asked, "before=" + found.last()))
                        : Optional.empty(),
                range(found, filter, total),
                AuditDrawing.number(total));
    }

    private AuditPage.Detail detail(
            Link link, Filter filter, String asked, String here, Optional<Verdict> last) {
        long id = link.entry().id();
        var before = log.entries().find(id - 1).map(Link::hash).orElse(new byte[Link.HASH_BYTES]);
        return drawing.detail(
                link,
                before,
                one -> address("/" + one, asked, here),
                last,
                next(log.entries().after(id, filter, 1), asked),
                next(log.entries().before(id, filter, 1), asked),
                address("", asked, here) + "#entry-" + id);
    }

    private static Optional<String> next(List<Link> found, String asked) {
        return found.stream()
                .findFirst()
                .map(link -> address("/" + link.entry().id(), asked, "") + "#entry");
    }

    /// A page of what fits, newest first.
    private record Found(List<Link> links, boolean newer, boolean older) {
        long first() {
            return links.getFirst().entry().id();
        }

        long last() {
            return links.getLast().entry().id();
        }
    }

    private Found page(UriQuery query, Filter filter, Optional<Link> open) {
        var before = value(query, "before").flatMap(Ids::read);
        var after = value(query, "after").flatMap(Ids::read);
        if (after.isPresent()) {
            var found = new ArrayList<>(log.entries().after(after.get(), filter, LINES + 1));
            boolean newer = found.size() > LINES;
            var shown = found.subList(0, Math.min(LINES, found.size())).reversed();
            return new Found(List.copyOf(shown), newer, true);
        }
        var from = before.orElse(Long.MAX_VALUE);
        var found = older(from, filter, before.isPresent());
        // An entry that is looked at stands in the list beside it, if it fits at all.
        boolean away =
                open.filter(link -> before.isEmpty() && !found.links().isEmpty())
                        .filter(link -> link.entry().id() < found.last())
                        .isPresent();
        return away ? older(open.get().entry().id() + 1, filter, true) : found;
    }

    private Found older(long from, Filter filter, boolean newer) {
        var found = log.entries().before(from, filter, LINES + 1);
        return new Found(
                found.subList(0, Math.min(LINES, found.size())), newer, found.size() > LINES);
    }

    /// Which page of the list this is, so that it is the same one beside an entry.
    private static String place(Found found) {
        return found.newer() && !found.links().isEmpty() ? "before=" + (found.first() + 1) : "";
    }

    private static String range(Found found, Filter filter, long total) {
        if (found.links().isEmpty()) {
            return "";
        }
        if (!filter.isAll()) {
            int count = found.links().size();
            return count == 1 ? "1 entry" : count + " entries";
        }
        return "%s–%s of %s"
                .formatted(
                        AuditDrawing.number(total - found.first() + 1),
                        AuditDrawing.number(total - found.last() + 1),
                        AuditDrawing.number(total));
    }

    private Search search(UriQuery query, String problem) {
        return new Search(
                value(query, "object").orElse(""),
                value(query, "actor").orElse(""),
                value(query, "action").orElse(""),
                value(query, "since").orElse(""),
                value(query, "until").orElse(""),
                log.entries().actors(),
                log.entries().areas().stream()
                        .map(area -> new Choice(area, AuditWords.area(area)))
                        .toList(),
                problem);
    }

    private static Optional<String> value(UriQuery query, String name) {
        return query.first(name).asOptional().map(String::strip).filter(it -> !it.isEmpty());
    }

    /// What is asked for, as it stands in an address.
    private static String asked(java.util.function.Function<String, Optional<String>> value) {
        return ASKED.stream()
                .flatMap(name ->
                        value
                                .apply(name)
                                .filter(it -> !it.isEmpty())
                                .map(it ->
                                        name + "=" + URLEncoder.encode(it, StandardCharsets.UTF_8))
                                .stream())
                .collect(Collectors.joining("&"));
    }

    private static String address(String path, String asked, String place) {
        var query =
                Stream.of(asked, place)
                        .filter(it -> !it.isEmpty())
                        .collect(Collectors.joining("&"));
        return ALL + path + (query.isEmpty() ? "" : "?" + query);
    }
}
