package dev.bellhop.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// `bellhop context`: the gateways that are looked after from here.
@Command(
        name = "context",
        description = "Keep the gateways that you look after under names.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.Provider.class,
        synopsisSubcommandLabel = "COMMAND")
final class ContextCommand {
    private static final Columns COLUMNS =
            Columns.of("Name", "name", "Address", "url", "Current", "current")
                    .saying("current", Map.of("true", "yes", "false", ""))
                    .orElse("Add one: bellhop context add NAME --url https://...");

    private final Surroundings here;

    ContextCommand(Surroundings here) {
        this.here = here;
    }

    @Command(
            name = "add",
            description = "Add a gateway under a name, or replace it. Its token is asked for.",
            mixinStandardHelpOptions = true,
            versionProvider = VersionCommand.Provider.class,
            footer = {
                "",
                "Examples:",
                "  bellhop context add shop --url https://chat.example.com --use",
                "  bellhop context add shop --url https://chat.example.com --token-file shop.txt"
            })
    int add(
            @Mixin Output output,
            @Parameters(paramLabel = "NAME", description = "What to call it.") String name,
            @Option(
                            names = "--url",
                            required = true,
                            paramLabel = "URL",
                            description = "The gateway's address.")
                    String url,
            @Option(
                            names = "--token-file",
                            paramLabel = "FILE",
                            description = "A file with the API token, - for standard input.")
                    Optional<String> tokenFile,
            @Option(names = "--use", description = "Mean it from now on.") boolean use) {
        if (!name.matches("[A-Za-z0-9._-]{1,64}")) {
            throw new Failure(
                    Exit.USAGE,
                    name + " is no name for a context.",
                    "A name has up to 64 letters, digits, dots, dashes and underscores.",
                    "Choose another.");
        }
        var token = Secrets.readOrAsk(here, tokenFile, "--token-file", "The API token");
        var context = new Contexts.Context(Address.parse(url), Token.parse(token));
        var kept = Contexts.read(here).with(name, context);
        var written = use || kept.all().size() == 1 ? kept.using(name) : kept;
        written.write(here);
        output.done(
                here, document(written, name), "Added " + name + ": " + context.address() + ".");
        return Exit.DONE.code();
    }

    @Command(
            name = "use",
            description = "Mean this gateway from now on.",
            mixinStandardHelpOptions = true,
            versionProvider = VersionCommand.Provider.class)
    int use(
            @Mixin Output output,
            @Parameters(paramLabel = "NAME", description = "Which one.") String name) {
        var kept = Contexts.read(here).using(name);
        var context = kept.named(name);
        kept.write(here);
        output.done(
                here, document(kept, name), "From now on " + name + ": " + context.address() + ".");
        return Exit.DONE.code();
    }

    @Command(
            name = "list",
            description = "List them, without their tokens.",
            mixinStandardHelpOptions = true,
            versionProvider = VersionCommand.Provider.class)
    int list(@Mixin Output output) {
        var kept = Contexts.read(here);
        output.list(
                here,
                new TreeMap<>(kept.all()).keySet().stream().map(it -> document(kept, it)).toList(),
                COLUMNS);
        return Exit.DONE.code();
    }

    private static Document document(Contexts kept, String name) {
        return Document.EMPTY
                .with("name", name)
                .with("url", kept.named(name).address().toString())
                .with("current", kept.current().filter(name::equals).isPresent());
    }

    @Command(
            name = "remove",
            description = "Forget a gateway and its token here; the token stays good.",
            mixinStandardHelpOptions = true,
            versionProvider = VersionCommand.Provider.class)
    int remove(
            @Mixin Output output,
            @Parameters(paramLabel = "NAME", description = "Which one.") String name) {
        var kept = Contexts.read(here);
        var forgotten = document(kept, name).with("current", false);
        kept.without(name).write(here);
        output.done(here, forgotten, "Forgot " + name + ".");
        return Exit.DONE.code();
    }
}
