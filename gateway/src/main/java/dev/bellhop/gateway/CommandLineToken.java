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

/// The token with which the command line on this machine finds and may use this gateway: made anew
/// at each start, in a file that only the gateway's user may read.
final class CommandLineToken {
    private static final String NAME = "local command line";
    private static final String FILE = "cli.json";

    private CommandLineToken() {}

    static void write(ApiTokens tokens, Path dataDir, URI url) throws IOException {
        tokens.revoke(Actor.SYSTEM, NAME);
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
}
