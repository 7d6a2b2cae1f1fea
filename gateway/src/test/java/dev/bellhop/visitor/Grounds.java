package dev.bellhop.visitor;

import dev.bellhop.conversation.Erasure;
import dev.bellhop.conversation.KnownVisitors;
import dev.bellhop.conversation.Parlour;
import dev.bellhop.media.TestMedia;
import dev.bellhop.site.IdentitySecrets;
import dev.bellhop.site.Site;
import dev.bellhop.site.Sites;
import dev.bellhop.trace.Tracing;
import dev.bellhop.vault.MasterKeys;
import dev.bellhop.vault.Vault;
import dev.bellhop.web.BodyBudget;
import dev.bellhop.web.Limits;
import dev.bellhop.web.Peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// What a visitors' door stands on in a parlour.
final class Grounds {
    private Grounds() {}

    private static MasterKeys key() {
        try {
            var target = Files.createDirectories(Path.of("target", "keys"));
            return MasterKeys.in(Files.createTempDirectory(target, "key").resolve("key"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static VisitorDoor.Ground of(Parlour parlour, Limits limits, Predicate<Site> online) {
        var peers = new Peers(List.of("127.0.0.1"));
        var customers =
                new KnownVisitors(
                        parlour.database,
                        parlour.visitors,
                        parlour.conversations,
                        parlour.messages,
                        parlour.live,
                        parlour.clock);
        var identities =
                new IdentitySecrets(
                        parlour.database,
                        new Vault(parlour.database, key(), parlour.clock),
                        parlour.audit,
                        parlour.clock);
        var media = TestMedia.open(parlour.database, parlour.clock);
        var erasure =
                new Erasure(
                        parlour.database,
                        parlour.visitors,
                        customers,
                        parlour.messages,
                        parlour.outbox,
                        media,
                        parlour.audit,
                        parlour.live,
                        (_, _) -> {},
                        parlour.clock);
        return new VisitorDoor.Ground(
                parlour.visitors,
                customers,
                identities,
                erasure,
                parlour.conversations,
                parlour.messages,
                parlour.desk,
                parlour.live,
                limits,
                new Sites(parlour.database, parlour.audit, parlour.clock),
                peers,
                BodyBudget.ofHeap(peers),
                media,
                online,
                () -> 0,
                _ -> Optional.of("15550001000"),
                parlour.privacy,
                Tracing.OFF,
                500,
                parlour.clock);
    }
}
