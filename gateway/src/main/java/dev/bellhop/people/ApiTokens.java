package dev.bellhop.people;

import dev.bellhop.audit.Actor;
import dev.bellhop.audit.Audit;
import dev.bellhop.db.Database;
import dev.bellhop.db.Row;
import dev.bellhop.web.Caller;
import dev.bellhop.web.Json;
import dev.bellhop.web.Permission;

import java.time.Clock;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The keeper of `api_token`: what programs and the command line sign in with. Tokens begin with
/// `bhp_`, so that they are recognised where they should not be.
public final class ApiTokens {
    private static final String PREFIX = "bhp_";

    private final Database database;
    private final Audit audit;
    private final Clock clock;

    public ApiTokens(Database database, Audit audit, Clock clock) {
        this.database = database;
        this.audit = audit;
        this.clock = clock;
    }

    /// Makes a token.
    ///
    /// @return the token, which is shown once; only its hash is kept
    public String create(Actor actor, String name, Set<Permission> permissions) {
        var token = PREFIX + Tokens.make();
        database.write(tx -> {
            long id =
                    tx.insert(
                            """
                            INSERT INTO api_token (token_hash, name, permissions, created_at)
                            VALUES (?, ?, ?, ?)
                            RETURNING id
                            """,
                            Tokens.hash(token),
                            name,
                            permissions.stream().map(Enum::name).collect(Collectors.joining(",")),
                            clock.instant());
            audit.append(
                    tx,
                    actor,
                    "api_token.created",
                    "api token " + id,
                    Json.text(Json.object().put("name", name)));
        });
        return token;
    }

    /// Revokes every token of a name that is still good.
    public void revoke(Actor actor, String name) {
        database.write(tx -> {
            long revoked =
                    tx.change(
                            "UPDATE api_token SET revoked_at = ? WHERE name = ? AND revoked_at IS"
                                    + " NULL",
                            clock.instant(),
                            name);
            if (revoked > 0) {
                audit.append(
                        tx,
                        actor,
                        "api_token.revoked",
                        "api token",
                        Json.text(Json.object().put("name", name).put("count", revoked)));
            }
        });
    }

    /// Who holds this token, while it is good.
    public Optional<Caller> find(String token) {
        if (!token.startsWith(PREFIX)) {
            return Optional.empty();
        }
        return database.read(tx ->
                tx.one(
                        """
                        SELECT id, name, permissions FROM api_token
                        WHERE token_hash = ? AND revoked_at IS NULL
                          AND (expires_at IS NULL OR expires_at > ?)
                        """,
                        ApiTokens::caller,
                        Tokens.hash(token),
                        clock.instant()));
    }

    private static Caller caller(Row row) {
        var permissions = EnumSet.noneOf(Permission.class);
        Arrays.stream(row.text("permissions").split(",", -1))
                .filter(name -> !name.isEmpty())
                .map(Permission::valueOf)
                .forEach(permissions::add);
        return new Caller(
                Caller.Kind.TOKEN,
                row.number("id"),
                row.text("name"),
                permissions,
                Optional.empty());
    }
}
