package dev.bellhop.people;

import static dev.bellhop.web.Access.needs;
import static dev.bellhop.web.Access.proved;

import dev.bellhop.admin.ApiTokensPage;
import dev.bellhop.admin.Notice;
import dev.bellhop.admin.Section;
import dev.bellhop.admin.Stamp;
import dev.bellhop.panel.Callers;
import dev.bellhop.panel.Panel;
import dev.bellhop.panel.SettingsFrames;
import dev.bellhop.web.Access;
import dev.bellhop.web.Bodies;
import dev.bellhop.web.Caller;
import dev.bellhop.web.Code;
import dev.bellhop.web.Ids;
import dev.bellhop.web.Permission;
import dev.bellhop.web.Refusal;
import dev.bellhop.web.Routes;

import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/// API tokens in Chat Settings. What a token is stands in the answer to the form that made it,
/// because nothing keeps it.
final class ApiTokenPages {
    private static final Access READ = SettingsFrames.access(Section.API_TOKENS);
    private static final Access CHANGE = needs(Permission.TOKENS_CHANGE);
    private static final String ALL = Section.API_TOKENS.path();
    private static final String ONE = ALL + "/{id}";
    private static final String MAY = "may-";
    private static final Duration GRACE = Duration.ofHours(1);
    private static final Duration SOON = Duration.ofDays(14);
    private static final int USUAL_DAYS = 90;
    private static final int MOST = 500;
    private static final Optional<Notice> MORE =
            Optional.of(
                    new Notice(
                            Notice.Tone.WARN,
                            "There are more than " + MOST + " tokens.",
                            "The first stand here; bellhop api-token list shows all of them."));

    private final ApiTokens tokens;
    private final Panel panel;
    private final SettingsFrames frames;
    private final ZoneId zone;
    private final Clock clock;

    ApiTokenPages(ApiTokens tokens, Panel panel, SettingsFrames frames, ZoneId zone, Clock clock) {
        this.tokens = tokens;
        this.panel = panel;
        this.frames = frames;
        this.zone = zone;
        this.clock = clock;
    }

    void register(Routes routes) {
        routes.get(ALL, READ, this::list)
                .post(ALL, proved(CHANGE), this::make)
                .get(ALL + "/new", CHANGE, this::blank)
                .post(ONE + "/rotate", proved(CHANGE), this::rotate)
                .post(ONE + "/revoke", proved(CHANGE), this::revoke);
    }

    /// What one answer shows beyond the list.
    private record Shown(
            Optional<ApiTokenDraft> draft,
            Map<String, String> problems,
            Optional<ApiTokensPage.Made> made,
            Optional<Notice> notice) {
        static Shown notice(Optional<Notice> notice) {
            return new Shown(Optional.empty(), Map.of(), Optional.empty(), notice);
        }

        static Shown form(ApiTokenDraft draft, Map<String, String> problems) {
            return new Shown(Optional.of(draft), problems, Optional.empty(), Optional.empty());
        }

        static Shown made(ApiTokens.Made made, Optional<Notice> notice) {
            return new Shown(
                    Optional.empty(),
                    Map.of(),
                    Optional.of(new ApiTokensPage.Made(made.token().name(), made.text())),
                    notice);
        }
    }

    private void list(ServerRequest request, ServerResponse response) {
        var revoked =
                request.query()
                        .first("revoked")
                        .asOptional()
                        .map(name -> new Notice(Notice.Tone.OK, "Revoked " + name + ".", ""));
        send(request, response, Status.OK_200, Shown.notice(revoked));
    }

    private void blank(ServerRequest request, ServerResponse response) {
        var draft = new ApiTokenDraft("", Set.of(), OptionalInt.of(USUAL_DAYS));
        send(request, response, Status.OK_200, Shown.form(draft, Map.of()));
    }

    private void make(ServerRequest request, ServerResponse response) {
        var draft = draft(Bodies.form(request));
        var problems = draft.problems();
        if (problems.isEmpty()) {
            var made = tokens.make(Callers.agent(request), draft);
            send(request, response, Status.OK_200, Shown.made(made, Optional.empty()));
        } else {
            var invalid = Status.create(Code.INVALID.status());
            send(request, response, invalid, Shown.form(draft, problems));
        }
    }

    private void rotate(ServerRequest request, ServerResponse response) {
        try {
            var made = tokens.rotate(Callers.agent(request), id(request), GRACE);
            var notice =
                    new Notice(
                            Notice.Tone.OK,
                            "Rotated " + made.token().name() + ".",
                            "The old token is good for an hour more at most: go over to the new"
                                    + " one.");
            send(request, response, Status.OK_200, Shown.made(made, Optional.of(notice)));
        } catch (Refusal refusal) {
            if (refusal.code() != Code.CONFLICT) {
                throw refusal;
            }
            var notice = new Notice(Notice.Tone.BAD, refusal.detail(), "");
            send(request, response, Status.CONFLICT_409, Shown.notice(Optional.of(notice)));
        }
    }

    private void revoke(ServerRequest request, ServerResponse response) {
        var token = tokens.revoke(Callers.agent(request), id(request));
        var name = URLEncoder.encode(token.name(), StandardCharsets.UTF_8);
        panel.sendTo(response, ALL + "?revoked=" + name);
    }

    private static long id(ServerRequest request) {
        return Ids.ofPath(request).orElseThrow(() -> Refusal.of(Code.NOT_FOUND));
    }

    /// What is no number is as wrong as one that is too large.
    private static ApiTokenDraft draft(Map<String, String> form) {
        var may =
                Arrays.stream(Permission.values())
                        .filter(it -> form.containsKey(MAY + it.wireName()))
                        .collect(Collectors.toSet());
        var days = form.getOrDefault("days", "");
        return new ApiTokenDraft(
                form.getOrDefault("name", ""),
                may,
                days.isEmpty()
                        ? OptionalInt.empty()
                        : OptionalInt.of(
                                Ids.read(days)
                                        .filter(it -> it <= ApiTokenDraft.DAYS_MAX)
                                        .orElse(0L)
                                        .intValue()));
    }

    private void send(ServerRequest request, ServerResponse response, Status status, Shown shown) {
        var caller = Callers.agent(request);
        var listed = tokens.page(0, MOST + 1);
        panel.send(
                response,
                status,
                new ApiTokensPage(
                        frames.of(caller, Section.API_TOKENS),
                        listed.stream().limit(MOST).map(it -> line(it, caller)).toList(),
                        caller.may(Permission.TOKENS_CHANGE),
                        shown.draft().map(it -> form(it, shown.problems(), caller)),
                        shown.made(),
                        shown.notice().or(() -> listed.size() > MOST ? MORE : Optional.empty())));
    }

    private ApiTokensPage.Line line(ApiToken token, Caller caller) {
        var now = clock.instant();
        boolean mayRevoke =
                caller.may(Permission.TOKENS_CHANGE)
                        && caller.permissions().containsAll(token.permissions());
        boolean everything = token.permissions().size() == Permission.values().length;
        return new ApiTokensPage.Line(
                token.id(),
                token.name(),
                token.hint(),
                everything
                        ? List.of("everything")
                        : token.permissions().stream().sorted().map(Permission::wireName).toList(),
                token.madeBy().map(it -> "by " + it).orElse("by Bellhop itself"),
                Stamp.recent(token.createdAt(), now, zone),
                token.usedAt().map(at -> Stamp.recent(at, now, zone)),
                token.expiresAt().map(at -> AgentDrawing.when(at, zone)).orElse("it is revoked")
                        + (token.replacedAt().isPresent() ? ", replaced" : ""),
                token.expiresAt().filter(at -> isSoon(at, now)).isPresent(),
                mayRevoke && !token.isOwn() && token.replacedAt().isEmpty(),
                mayRevoke);
    }

    private static boolean isSoon(Instant end, Instant now) {
        return end.isBefore(now.plus(SOON));
    }

    private static ApiTokensPage.Form form(
            ApiTokenDraft draft, Map<String, String> problems, Caller caller) {
        return new ApiTokensPage.Form(
                draft.name(),
                Arrays.stream(Permission.values())
                        .filter(it -> it != Permission.TOKENS_CHANGE)
                        .map(it ->
                                new ApiTokensPage.Choice(
                                        MAY + it.wireName(),
                                        it.wireName(),
                                        it.words(),
                                        caller.may(it),
                                        draft.permissions().contains(it)))
                        .toList(),
                List.of(
                        life("30", "30 days", draft),
                        life("90", "90 days", draft),
                        life("365", "a year", draft),
                        life("", "until it is revoked", draft)),
                problems);
    }

    private static ApiTokensPage.Life life(String days, String words, ApiTokenDraft draft) {
        var chosen = draft.days().isPresent() ? Integer.toString(draft.days().getAsInt()) : "";
        return new ApiTokensPage.Life(days, words, days.equals(chosen));
    }
}
