package dev.bellhop.whatsapp;

import com.fasterxml.jackson.databind.JsonNode;

import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What `debug_token` tells of a token.
///
/// @param type such as `SYSTEM_USER` or `USER`
/// @param expiresAt when it ends, or its access to data does, whichever comes first; empty for
///   never
/// @param problem why Meta does not take it, where Meta says so by number: its words may repeat the
///   token
/// @param targets for each scope the accounts that it reaches; a scope that is not named reaches
///   all
public record TokenFacts(
        boolean valid,
        String appId,
        String type,
        Optional<Instant> expiresAt,
        Optional<String> problem,
        Set<String> scopes,
        Map<String, Set<String>> targets) {

    public TokenFacts {
        scopes = Set.copyOf(scopes);
        targets = Map.copyOf(targets);
    }

    /// Reads the body of a success.
    public static TokenFacts of(JsonNode body) {
        var data = body.path("data");
        var scopes = new LinkedHashSet<String>();
        data.path("scopes").forEach(scope -> scopes.add(scope.asText()));
        var targets = new HashMap<String, Set<String>>();
        for (JsonNode granular : data.path("granular_scopes")) {
            var ids = new LinkedHashSet<String>();
            granular.path("target_ids").forEach(id -> ids.add(id.asText()));
            if (!ids.isEmpty()) {
                targets.put(granular.path("scope").asText(), ids);
            }
        }
        return new TokenFacts(
                data.path("is_valid").asBoolean(),
                data.path("app_id").asText(),
                data.path("type").asText(),
                earlier(at(data, "expires_at"), at(data, "data_access_expires_at")),
                problem(data.path("error").path("subcode").asInt()),
                scopes,
                targets);
    }

    /// Whether the token may do this on that account.
    public boolean reaches(String scope, String accountId) {
        return scopes.contains(scope)
                && (!targets.containsKey(scope) || targets.get(scope).contains(accountId));
    }

    private static Optional<String> problem(int subcode) {
        return switch (subcode) {
            case 463 -> Optional.of("it has expired");
            case 460 -> Optional.of("its person's password was changed");
            case 467 -> Optional.of("it was revoked, or its person signed out");
            default -> Optional.empty();
        };
    }

    /// Zero stands for never. A time that no calendar has is none either.
    private static Optional<Instant> at(JsonNode data, String member) {
        long seconds = data.path(member).asLong();
        return seconds > 0 && seconds < Instant.MAX.getEpochSecond()
                ? Optional.of(Instant.ofEpochSecond(seconds))
                : Optional.empty();
    }

    private static Optional<Instant> earlier(Optional<Instant> one, Optional<Instant> other) {
        return one.isPresent() && other.isPresent()
                ? Optional.of(one.get().isBefore(other.get()) ? one.get() : other.get())
                : one.or(() -> other);
    }
}
