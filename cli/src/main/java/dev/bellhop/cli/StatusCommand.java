package dev.bellhop.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.util.concurrent.Callable;

/// `bellhop status`: how a gateway is, on one screen.
@Command(
        name = "status",
        description = "Show how the gateway is.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.Provider.class,
        footer = {
            "",
            "Examples:",
            "  bellhop status",
            "  bellhop status --url https://chat.example.com --token-file token.txt -o json"
        })
final class StatusCommand implements Callable<Integer> {
    private final Surroundings here;

    @Mixin private final Login login = new Login();
    @Mixin private final Output output = new Output();

    StatusCommand(Surroundings here) {
        this.here = here;
    }

    @Override
    public Integer call() {
        var gateway = login.gateway(here);
        var status = gateway.get("/api/v1/status");
        output.print(here, status, () -> StatusTable.of(status, gateway.address(), here.clock()));
        return Exit.DONE.code();
    }
}
