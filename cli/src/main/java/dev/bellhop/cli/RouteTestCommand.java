package dev.bellhop.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.concurrent.Callable;

/// `bellhop route test`: what the routing rules would make of a message. The gateway decides by the
/// very function that routes conversations; nothing is kept and nobody is told.
@Command(
        name = "test",
        description = "Say what the routing rules would make of a first message.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.Provider.class,
        footer = {
            "",
            "Examples:",
            "  bellhop route test \"My lamp arrived broken\" --page /lamps/fjord",
            "  bellhop route test Olá --language pt --channel whatsapp --hours closed"
        })
final class RouteTestCommand implements Callable<Integer> {
    /// Whether somebody is there.
    enum Hours {
        OPEN,
        CLOSED
    }

    private final Surroundings here;

    @Mixin private final Login login = new Login();
    @Mixin private final Output output = new Output();

    @Parameters(paramLabel = "MESSAGE", description = "What somebody writes.")
    private String message = "";

    @Option(names = "--page", paramLabel = "URL", description = "The page that they are on.")
    private Optional<String> page = Optional.empty();

    @Option(names = "--referrer", paramLabel = "URL", description = "Where they came from.")
    private Optional<String> referrer = Optional.empty();

    @Option(names = "--language", paramLabel = "TAG", description = "What they read, such as pt.")
    private Optional<String> language = Optional.empty();

    @Option(
            names = "--channel",
            paramLabel = "CHANNEL",
            description = "web, whatsapp, site:ID or number:ID (default: web).")
    private Optional<String> channel = Optional.empty();

    @Option(
            names = "--hours",
            paramLabel = "HOURS",
            description = "open or closed; without, as it is now.")
    private Optional<Hours> hours = Optional.empty();

    @Option(names = "--returning", description = "They have written before.")
    private boolean returning;

    RouteTestCommand(Surroundings here) {
        this.here = here;
    }

    @Override
    public Integer call() {
        var gateway = login.gateway(here);
        var wanted = new LinkedHashMap<String, @Nullable Object>();
        wanted.put("text", message);
        page.ifPresent(it -> wanted.put("page", it));
        referrer.ifPresent(it -> wanted.put("referrer", it));
        language.ifPresent(it -> wanted.put("language", it));
        channel.ifPresent(it -> wanted.put("channel", it));
        hours.ifPresent(it -> wanted.put("open", it == Hours.OPEN));
        wanted.put("returning", returning);
        var found = gateway.post("/api/v1/rules/try", new Document(wanted));
        output.print(here, found, () -> RouteTable.of(found));
        return Exit.DONE.code();
    }
}
