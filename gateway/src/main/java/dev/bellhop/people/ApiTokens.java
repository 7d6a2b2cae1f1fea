package dev.bellhop.people;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import dev.bellhop.audit.Actor;
import dev.bellhop.audit.Audit;
import dev.bellhop.db.Database;
import dev.bellhop.db.Row;
import dev.bellhop.db.Tx;
import dev.bellhop.web.Caller;
import dev.bellhop.web.Code;
import dev.bellhop.web.Json;
import dev.bellhop.web.Permission;
import dev.bellhop.web.Refusal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/// The keeper of `api_token`: what programs and the command line sign in with. A token is shown
/// once, to whoever made it; its hash is kept.
///
/// Nobody hands out more than they have: a token may do no more than who makes it may, and whoever
/// rotates or revokes one could have made it.
public final class ApiTokens {
    private static final Duration TOUCH = Duration.ofMinutes(1);
    private static final Duration REMEMBERED = Duration.ofDays(30);
    private static final int FORGET_MAX = 500;

    private static final String COLUMNS =
            """
            id, name, hint, permissions, made_by, created_at, expires_at, last_used_at, replaced_at,
            (SELECT role FROM agent WHERE agent.id = made_by_id) AS maker_role
            """;

    private final Database database;
    private final Audit audit;
    private final Clock clock;

    /// Tokens whose use was written within the last minute: a busy program does not write a row per
    /// request.
    private final Cache<Long, Boolean> touched =
            Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(TOUCH).build();

    public ApiTokens(Database database, Audit audit, Clock clock) {
        this.database = database;
        this.audit = audit;
        this.clock = clock;
    }

    /// A token that was just made.
    ///
    /// @param text what it is, shown this once
    record Made(ApiToken token, String text) {}

    /// Makes one of the gateway's own, good until it is revoked.
    ///
    /// @return the token, which is shown once; only its hash is kept
    public String create(Actor actor, String name, Set<Permission> permissions) {
        var draft =
                new Draft(name, permissions, Optional.empty(), Optional.empty(), Optional.empty());
        return database.inTransaction(tx -> insert(tx, actor, draft)).text();
    }

    /// Makes one for a program.
    ///
    /// @throws Refusal `not_allowed` when it could do more than who makes it
    Made make(Caller caller, ApiTokenDraft draft) {
        refuseMoreThan(caller, draft.permissions());
        var until =
                draft.days().isPresent()
                        ? Optional.of(
                                clock.instant().plus(Duration.ofDays(draft.days().getAsInt())))
                        : Optional.<Instant>empty();
        return database.inTransaction(tx ->
                insert(
                        tx,
                        Actor.of(caller),
                        new Draft(
                                draft.name(),
                                draft.permissions(),
                                Optional.of(caller),
                                agent(caller),
                                until)));
    }

    /// Makes another token that may do the same as one, for as long as that was made for, which
    /// then ends after a while: programs have so long to go over to the new one.
    ///
    /// @throws Refusal `not_found`, `not_allowed` for one that may do more than the caller,
    ///   `conflict` for one that was rotated before or is the gateway's own
    Made rotate(Caller caller, long id, Duration grace) {
        return database.inTransaction(tx -> {
            var old = locked(tx, id);
            refuseMoreThan(caller, old.permissions());
            if (old.isOwn()) {
                throw Refusal.of(
                        Code.CONFLICT,
                        "This is the command line’s own token: it is made anew at each start.");
            }
            if (old.replacedAt().isPresent()) {
                throw Refusal.of(
                        Code.CONFLICT, "Another token took the place of this one already.");
            }
            var now = clock.instant();
            var until =
                    old.expiresAt().map(end -> now.plus(Duration.between(old.createdAt(), end)));
            var ends = now.plus(grace);
            tx.change(
                    "UPDATE api_token SET replaced_at = ?, expires_at = ? WHERE id = ?",
                    now,
                    old.expiresAt().filter(end -> end.isBefore(ends)).orElse(ends),
                    id);
            note(tx, Actor.of(caller), "api_token.rotated", old.id(), named(old.name()));
            return insert(
                    tx,
                    Actor.of(caller),
                    new Draft(
                            old.name(),
                            old.permissions(),
                            Optional.of(caller),
                            // It still ends with whoever made the one before, unless another agent
                            // answers for it now.
                            agent(caller).or(() -> agentOf(tx, id)),
                            until));
        });
    }

    /// Ends a token at once.
    ///
    /// @throws Refusal `not_found`, or `not_allowed` for one that may do more than the caller
    ApiToken revoke(Caller caller, long id) {
        return database.inTransaction(tx -> {
            var token = locked(tx, id);
            refuseMoreThan(caller, token.permissions());
            end(tx, Actor.of(caller), token);
            return token;
        });
    }

    /// Ends every token that an agent has made: whoever is let in no more does not stay by one.
    void revokeOf(Tx tx, Actor actor, long agentId) {
        tx.query(
                        "SELECT "
                                + COLUMNS
                                + " FROM api_token WHERE made_by_id = ? AND revoked_at IS NULL FOR"
                                + " UPDATE",
                        ApiTokens::token,
                        agentId)
                .forEach(token -> end(tx, actor, token));
    }

    /// Revokes every token of the gateway's own of a name.
    public void revoke(Actor actor, String name) {
        database.write(tx -> {
            var own =
                    tx.query(
                            "SELECT "
                                    + COLUMNS
                                    + " FROM api_token WHERE name = ? AND made_by IS NULL AND"
                                    + " revoked_at IS NULL FOR UPDATE",
                            ApiTokens::token,
                            name);
            own.forEach(token -> end(tx, actor, token));
        });
    }

    /// Revokes a token of the gateway's own, if it is one that is good.
    public void revokeText(Actor actor, String text) {
        database.write(tx ->
                tx.query(
                                "SELECT "
                                        + COLUMNS
                                        + " FROM api_token WHERE token_hash = ? AND made_by IS NULL"
                                        + " AND revoked_at IS NULL FOR UPDATE",
                                ApiTokens::token,
                                Tokens.hash(text))
                        .forEach(token -> end(tx, actor, token)));
    }

    /// Those that are good, in the order of their numbers.
    List<ApiToken> page(long after, int limit) {
        return database.read(tx ->
                tx.query(
                        "SELECT "
                                + COLUMNS
                                + """
                                FROM api_token
                                WHERE id > ? AND revoked_at IS NULL
                                  AND (expires_at IS NULL OR expires_at > ?)
                                ORDER BY id LIMIT ?
                                """,
                        ApiTokens::token,
                        after,
                        clock.instant(),
                        limit));
    }

    /// One that is good.
    Optional<ApiToken> find(long id) {
        return page(id - 1, 1).stream().filter(it -> it.id() == id).findFirst();
    }

    /// Who holds this token, while it is good.
    public Optional<Caller> find(String text) {
        if (!ApiTokenText.isWhole(text)) {
            return Optional.empty();
        }
        var caller =
                database.read(tx ->
                        tx.one(
                                """
                                SELECT id, name, permissions,
                                       (SELECT role FROM agent WHERE agent.id = made_by_id)
                                         AS maker_role
                                FROM api_token
                                WHERE token_hash = ? AND revoked_at IS NULL
                                  AND (expires_at IS NULL OR expires_at > ?)
                                """,
                                ApiTokens::caller,
                                Tokens.hash(text),
                                clock.instant()));
        caller.ifPresent(it -> touch(it.id()));
        return caller;
    }

    /// Removes tokens that ended a month ago, a batch of them at most; the audit log still tells of
    /// them.
    public void forgetEnded() {
        var before = clock.instant().minus(REMEMBERED);
        database.write(tx ->
                tx.change(
                        "DELETE FROM api_token WHERE revoked_at <= ? OR expires_at <= ? LIMIT ?",
                        before,
                        before,
                        FORGET_MAX));
    }

    private record Draft(
            String name,
            Set<Permission> permissions,
            Optional<Caller> maker,
            Optional<Long> agentId,
            Optional<Instant> until) {
        Optional<String> madeBy() {
            return maker.map(Caller::name);
        }
    }

    private static Optional<Long> agent(Caller caller) {
        return Optional.of(caller).filter(it -> it.kind() == Caller.Kind.AGENT).map(Caller::id);
    }

    /// The agent who made a token.
    private static Optional<Long> agentOf(Tx tx, long id) {
        return tx.one(
                        "SELECT made_by_id FROM api_token WHERE id = ?",
                        row -> row.numberMaybe("made_by_id"),
                        id)
                .filter(OptionalLong::isPresent)
                .map(OptionalLong::getAsLong);
    }

    private Made insert(Tx tx, Actor actor, Draft draft) {
        var text = ApiTokenText.make();
        var now = clock.instant();
        long id =
                tx.insert(
                        """
                        INSERT INTO api_token
                          (token_hash, hint, name, permissions, made_by, made_by_id, created_at,
                           expires_at)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                        RETURNING id
                        """,
                        Tokens.hash(text),
                        ApiTokenText.hint(text),
                        draft.name(),
                        draft.permissions().stream()
                                .map(Enum::name)
                                .sorted()
                                .collect(Collectors.joining(",")),
                        draft.madeBy().orElse(null),
                        draft.agentId().orElse(null),
                        now,
                        draft.until().orElse(null));
        var detail = named(draft.name());
        var may = detail.putArray("permissions");
        draft.permissions().stream().sorted().forEach(it -> may.add(it.wireName()));
        detail.put("until", draft.until().map(Instant::toString).orElse(null));
        note(tx, actor, "api_token.created", id, detail);
        var token =
                new ApiToken(
                        id,
                        draft.name(),
                        ApiTokenText.hint(text),
                        draft.permissions(),
                        draft.madeBy(),
                        now,
                        draft.until(),
                        Optional.empty(),
                        Optional.empty());
        return new Made(token, text);
    }

    private void end(Tx tx, Actor actor, ApiToken token) {
        tx.change("UPDATE api_token SET revoked_at = ? WHERE id = ?", clock.instant(), token.id());
        note(tx, actor, "api_token.revoked", token.id(), named(token.name()));
    }

    private void note(Tx tx, Actor actor, String action, long id, ObjectNode detail) {
        audit.append(tx, actor, action, "api token " + id, Json.text(detail));
    }

    private static ObjectNode named(String name) {
        return Json.object().put("name", name);
    }

    private ApiToken locked(Tx tx, long id) {
        return tx.one(
                        "SELECT "
                                + COLUMNS
                                + """
                                FROM api_token
                                WHERE id = ? AND revoked_at IS NULL
                                  AND (expires_at IS NULL OR expires_at > ?)
                                FOR UPDATE
                                """,
                        ApiTokens::token,
                        id,
                        clock.instant())
                .orElseThrow(() -> Refusal.of(Code.NOT_FOUND, "There is no such token."));
    }

    private static void refuseMoreThan(Caller caller, Set<Permission> permissions) {
        var more =
                permissions.stream()
                        .filter(it -> !caller.may(it))
                        .sorted()
                        .map(Permission::wireName)
                        .collect(Collectors.joining(", "));
        if (!more.isEmpty()) {
            throw Refusal.of(
                    Code.NOT_ALLOWED,
                    "Nobody has to do with a token that may do more than they may: " + more + ".");
        }
    }

    private void touch(long id) {
        if (touched.asMap().putIfAbsent(id, true) == null) {
            database.write(tx ->
                    tx.change(
                            "UPDATE api_token SET last_used_at = ? WHERE id = ?",
                            clock.instant(),
                            id));
        }
    }

    private static ApiToken token(Row row) {
        return new ApiToken(
                row.number("id"),
                row.text("name"),
                row.text("hint"),
                permissions(row),
                row.textMaybe("made_by"),
                row.instant("created_at"),
                row.instantMaybe("expires_at"),
                row.instantMaybe("last_used_at"),
                row.instantMaybe("replaced_at"));
    }

    private static Caller caller(Row row) {
        return new Caller(
                Caller.Kind.TOKEN,
                row.number("id"),
                row.text("name"),
                permissions(row),
                Optional.empty());
    }

    /// What a token may do: what it was made for, as far as the agent who made it may do that
    /// today.
    private static Set<Permission> permissions(Row row) {
        var permissions = EnumSet.noneOf(Permission.class);
        Arrays.stream(row.text("permissions").split(",", -1))
                .filter(name -> !name.isEmpty())
                .map(Permission::valueOf)
                .forEach(permissions::add);
        row.textMaybe("maker_role")
                .map(Role::read)
                .ifPresent(role -> permissions.retainAll(role.permissions()));
        return permissions;
    }
}
