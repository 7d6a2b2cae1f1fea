package dev.bellhop.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.util.concurrent.Callable;

/// `bellhop key list`: which data keys there are and how much each still seals. No key is shown.
@Command(
        name = "list",
        description = "List the keys that seal secrets; no key is shown.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.Provider.class)
final class KeyListCommand implements Callable<Integer> {
    private final Surroundings here;

    @Mixin private final Login login = new Login();
    @Mixin private final Output output = new Output();

    KeyListCommand(Surroundings here) {
        this.here = here;
    }

    @Override
    public Integer call() {
        var gateway = login.gateway(here);
        var keys = gateway.get("/api/v1/keys");
        output.print(here, keys, () -> KeyTable.of(keys));
        return Exit.DONE.code();
    }
}
