package dev.bellhop.vault;

import static dev.bellhop.web.Access.needs;
import static dev.bellhop.web.Access.proved;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.audit.Actor;
import dev.bellhop.web.Access;
import dev.bellhop.web.Answers;
import dev.bellhop.web.Bodies;
import dev.bellhop.web.Code;
import dev.bellhop.web.Json;
import dev.bellhop.web.Paging;
import dev.bellhop.web.Permission;
import dev.bellhop.web.Refusal;
import dev.bellhop.web.Routes;

import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/// Which keys seal the secrets, and new ones. No key is ever shown.
public final class KeysApi {
    private static final Access ROTATE = needs(Permission.KEYS_ROTATE);
    private static final int BODY_MAX = 1_024;
    private static final String ROOT = "/api/v1/keys";

    private final Vault vault;
    private final Rotation rotation;

    public KeysApi(Vault vault, Rotation rotation) {
        this.vault = vault;
        this.rotation = rotation;
    }

    public void register(Routes routes) {
        routes.get(ROOT, ROTATE, this::list).post(ROOT + "/rotate", proved(ROTATE), this::rotate);
    }

    private void list(ServerRequest request, ServerResponse response) {
        var page = Paging.ofShort(request, seals(), this::json, key -> Long.toString(key.id()));
        Answers.json(response, withMaster(page));
    }

    private void rotate(ServerRequest request, ServerResponse response) {
        var asked = Bodies.maybeObject(request, BODY_MAX, Set.of("dry_run"));
        boolean dry = Bodies.flag(asked, "dry_run", false);
        long values =
                vault.rows().all().stream().mapToLong(key -> rotation.sealedBy(key.id())).sum();
        var answer =
                Json.object()
                        .put("dry_run", dry)
                        .put("master_key_too", vault.rows().masters().canMake())
                        .put("values", values);
        if (!dry) {
            var outcome = rotated(request);
            answer.put("resealed", outcome.resealed());
            outcome.damaged().forEach(answer.putArray("damaged")::add);
        }
        var keys = answer.putArray("items");
        seals().forEach(key -> keys.add(json(key)));
        Answers.json(response, withMaster(answer.putNull("next")));
    }

    private Rotation.Outcome rotated(ServerRequest request) {
        try {
            return rotation.rotate(Actor.of(request));
        } catch (UncheckedIOException e) {
            throw Refusal.of(
                    Code.CONFLICT,
                    "The key file cannot be replaced, so nothing was changed: "
                            + e.getCause()
                            + ". Its directory must be writable by the gateway.");
        }
    }

    private List<KeyRing.Stored> seals() {
        return vault.rows().all().stream().filter(key -> key.kind() == KeyRing.Kind.SEAL).toList();
    }

    private ObjectNode withMaster(ObjectNode body) {
        var ring = vault.ring();
        var masters = vault.rows().masters();
        body.putObject("master")
                .put("fingerprint", ring.master())
                .put("source", source(masters.source()))
                .put("can_rotate", masters.canMake());
        return body;
    }

    private ObjectNode json(KeyRing.Stored key) {
        return Json.object()
                .put("id", key.id())
                .put("state", key.retiredAt().isPresent() ? "retired" : "current")
                .put("values", rotation.sealedBy(key.id()))
                .put("created_at", key.madeAt().toString())
                .put("retired_at", key.retiredAt().map(Instant::toString).orElse(null));
    }

    private static String source(KeySource source) {
        return switch (source) {
            case KeySource.File _ -> "file";
            case KeySource.Credential _ -> "credential";
            case KeySource.Command _ -> "command";
        };
    }
}
