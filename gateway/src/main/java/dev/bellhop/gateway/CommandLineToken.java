package dev.bellhop.gateway;

import dev.bellhop.audit.Actor;
import dev.bellhop.people.ApiTokens;
import dev.bellhop.web.Json;
import dev.bellhop.web.Permission;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Optional;

/// The token with which the command line on this machine finds and may use this gateway: made anew
/// at each start, in a file that only the gateway's user may read.
final class CommandLineToken {
    private static final String NAME = "local command line";
    private static final String FILE = "cli.json";

    private CommandLineToken() {}

    /// @param isBeside whether other gateways work on this database, whose tokens stay good
    static void write(ApiTokens tokens, Path dataDir, URI url, boolean isBeside)
            throws IOException {
        if (isBeside) {
            former(dataDir).ifPresent(text -> tokens.revokeText(Actor.SYSTEM, text));
        } else {
            tokens.revoke(Actor.SYSTEM, NAME);
        }
        var token = tokens.create(Actor.SYSTEM, NAME, EnumSet.allOf(Permission.class));
        var node = Json.object().put("url", url.toString()).put("token", token);
        var beside = dataDir.resolve(FILE + ".new");
        Files.deleteIfExists(beside);
        Files.createFile(
                beside,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(beside, Json.bytes(node));
        Files.move(
                beside,
                dataDir.resolve(FILE),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    /// What the last start in this folder left.
    private static Optional<String> former(Path dataDir) throws IOException {
        var file = dataDir.resolve(FILE);
        return Files.exists(file)
                ? Json.tryRead(Files.readAllBytes(file)).flatMap(it -> Json.string(it, "token"))
                : Optional.empty();
    }
}
