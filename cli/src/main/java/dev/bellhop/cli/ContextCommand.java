package dev.bellhop.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.LinkedHashMap;
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
            Columns.of("Name", "name", "Address", "url", "Current", "current");

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
                "  bellhop context add shop --url https://chat.example.com --token-file shop.token"
            })
    int add(
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
        (use || kept.all().size() == 1 ? kept.using(name) : kept).write(here);
        here.err().println("Added " + name + ": " + context.address() + ".");
        return Exit.DONE.code();
    }

    @Command(
            name = "use",
            description = "Mean this gateway from now on.",
            mixinStandardHelpOptions = true,
            versionProvider = VersionCommand.Provider.class)
    int use(@Parameters(paramLabel = "NAME", description = "Which one.") String name) {
        var kept = Contexts.read(here);
        var context = kept.named(name);
        kept.using(name).write(here);
        here.err().println("From now on " + name + ": " + context.address() + ".");
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
                new TreeMap<>(kept.all())
                        .entrySet().stream().map(it -> document(kept, it)).toList(),
                COLUMNS);
        return Exit.DONE.code();
    }

    private static Document document(Contexts kept, Map.Entry<String, Contexts.Context> named) {
        var members = new LinkedHashMap<String, @Nullable Object>();
        members.put("name", named.getKey());
        members.put("url", named.getValue().address().toString());
        members.put("current", kept.current().filter(named.getKey()::equals).isPresent());
        return new Document(members);
    }

    @Command(
            name = "remove",
            description = "Forget a gateway and its token here; the token stays good.",
            mixinStandardHelpOptions = true,
            versionProvider = VersionCommand.Provider.class)
    int remove(@Parameters(paramLabel = "NAME", description = "Which one.") String name) {
        var kept = Contexts.read(here);
        var _ = kept.named(name);
        kept.without(name).write(here);
        here.err().println("Forgot " + name + ".");
        return Exit.DONE.code();
    }
}
