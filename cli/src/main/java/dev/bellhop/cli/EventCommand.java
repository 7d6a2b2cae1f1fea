package dev.bellhop.cli;

import dev.bellhop.cli.Table.Cell;
import dev.bellhop.cli.Table.Mood;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `bellhop event`: which other systems hear of what happens, and what became of what they were
/// told.
@Command(
        name = "event",
        description = "Have other systems told what happens, and see what became of it.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.Provider.class,
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "An endpoint is an address to which events are posted, signed as Standard",
            "Webhooks has it."
        })
final class EventCommand {
    private static final String ALL = "/api/v1/events";
    private static final String KINDS =
            "Kinds of events, such as message.created, with commas between; * for all.";
    private static final Columns COLUMNS =
            Columns.of(
                            "Id", "id",
                            "Name", "name",
                            "URL", "url",
                            "Kinds", "kinds",
                            "Site", "site",
                            "State", "state",
                            "Waiting", "waiting",
                            "Last delivered", "last_delivered_at")
                    .badly("state", "failing", "off")
                    .orElse("Add an endpoint: bellhop event add NAME URL");
    private static final Columns DELIVERIES =
            Columns.of(
                            "Id", "id",
                            "Type", "type",
                            "Conversation", "conversation",
                            "State", "state",
                            "Attempts", "attempts",
                            "Status", "status",
                            "Queued", "queued_at",
                            "Next", "next_at",
                            "Error", "error")
                    .badly("state", "failed");

    private final Surroundings here;

    EventCommand(Surroundings here) {
        this.here = here;
    }

    @Command(
            name = "list",
            description = "List endpoints.",
            mixinStandardHelpOptions = true,
            versionProvider = VersionCommand.Provider.class)
    int list(@Mixin Login login, @Mixin Output output) {
        var endpoints = Limit.read(login.gateway(here), new Query(ALL), Integer.MAX_VALUE);
        output.list(here, endpoints, COLUMNS);
        return Exit.DONE.code();
    }

    @Command(
            name = "show",
            description = "Show an endpoint.",
            mixinStandardHelpOptions = true,
            versionProvider = VersionCommand.Provider.class)
    int show(
            @Mixin Login login,
            @Mixin Output output,
            @Parameters(paramLabel = "ENDPOINT", description = "Its id.") int id) {
        output.one(here, login.gateway(here).get(ALL + "/" + id));
        return Exit.DONE.code();
    }

    @Command(
            name = "add",
            description = "Have events posted to an address; prints the secret, this once.",
            mixinStandardHelpOptions = true,
            versionProvider = VersionCommand.Provider.class,
            footer = {
                "",
                "Whoever receives events verifies them with the secret.",
                "",
                "Example:",
                "  (umask 077; bellhop event add CRM https://crm.example.com/bellhop \\",
                "    --kinds message.created,conversation.closed > crm.secret)"
            })
    int add(
            @Mixin Login login,
            @Mixin Output output,
            @Mixin DryRun dryRun,
            @Parameters(paramLabel = "NAME", description = "What to call it.") String name,
            @Parameters(paramLabel = "URL", description = "Where events are posted to.") String url,
            @Option(names = "--kinds", paramLabel = "KINDS", description = KINDS)
                    Optional<String> kinds,
            @Option(names = "--site", paramLabel = "ID", description = "Of one site alone.")
                    Optional<Long> site) {
        var wanted = new LinkedHashMap<String, @Nullable Object>();
        wanted.put("name", name);
        wanted.put("url", url);
        kinds.ifPresent(it -> wanted.put("kinds", parts(it)));
        site.ifPresent(it -> wanted.put("site", it));
        var made = dryRun.of(login.gateway(here), here).post(ALL, new Document(wanted));
        output.print(here, made, () -> secret(made));
        long id = made.number("id").orElse(0);
        output.say(
                here,
                "This is the secret of endpoint "
                        + id
                        + "; it is shown this once.\nNow try it: bellhop event test "
                        + id);
        return Exit.DONE.code();
    }

    @Command(
            name = "edit",
            description = "Change an endpoint, or switch it off and on.",
            mixinStandardHelpOptions = true,
            versionProvider = VersionCommand.Provider.class,
            footer = {
                "",
                "Examples:",
                "  bellhop event edit 2 --kinds '*' --any-site",
                "  bellhop event edit 2 --off"
            })
    int edit(
            @Mixin Login login,
            @Mixin Output output,
            @Mixin DryRun dryRun,
            @Parameters(paramLabel = "ENDPOINT", description = "Its id.") int id,
            @Option(names = "--name", paramLabel = "NAME", description = "What to call it.")
                    Optional<String> name,
            @Option(names = "--to", paramLabel = "URL", description = "Where events are posted to.")
                    Optional<String> url,
            @Option(names = "--kinds", paramLabel = "KINDS", description = KINDS)
                    Optional<String> kinds,
            @Option(names = "--site", paramLabel = "ID", description = "Of one site alone.")
                    Optional<Long> site,
            @Option(names = "--any-site", description = "Of all sites and numbers.")
                    boolean anySite,
            @Option(names = "--off", description = "Post nothing there any more.") boolean off,
            @Option(names = "--on", description = "Post there again.") boolean on) {
        var change = new LinkedHashMap<String, @Nullable Object>();
        name.ifPresent(it -> change.put("name", it));
        url.ifPresent(it -> change.put("url", it));
        kinds.ifPresent(it -> change.put("kinds", parts(it)));
        site.ifPresent(it -> change.put("site", it));
        if (anySite) {
            change.put("site", null);
        }
        if (on || off) {
            change.put("enabled", on);
        }
        if (change.isEmpty() || (on && off) || (anySite && site.isPresent())) {
            throw new Failure(
                    Exit.USAGE,
                    "It is not said what is to be changed.",
                    change.isEmpty()
                            ? "There is no option that says what."
                            : "Two options say the opposite of each other.",
                    "See bellhop event edit --help.");
        }
        var gateway = dryRun.of(login.gateway(here), here);
        output.one(here, gateway.patch(ALL + "/" + id, new Document(change)));
        return Exit.DONE.code();
    }

    @Command(
            name = "remove",
            description = "Remove an endpoint with what waits for it.",
            mixinStandardHelpOptions = true,
            versionProvider = VersionCommand.Provider.class)
    int remove(
            @Mixin Login login,
            @Mixin Output output,
            @Mixin DryRun dryRun,
            @Mixin Confirmation confirmation,
            @Parameters(paramLabel = "ENDPOINT", description = "Its id.") int id) {
        var gateway = dryRun.of(login.gateway(here), here);
        var name = gateway.get(ALL + "/" + id).text("name").orElse(Integer.toString(id));
        if (!dryRun.isOn()) {
            confirmation.ask(
                    here, "What waits for " + name + " is lost, and its log with it.", name);
        }
        gateway.delete(ALL + "/" + id);
        var done = Document.EMPTY.with("id", id).with("name", name).with("removed", true);
        output.done(here, done, "Removed " + name + ".");
        return Exit.DONE.code();
    }

    @Command(
            name = "rotate",
            description = "Give an endpoint a new secret; prints it, this once.",
            mixinStandardHelpOptions = true,
            versionProvider = VersionCommand.Provider.class,
            footer = {"", "For a day events are signed with the old one as well."})
    int rotate(
            @Mixin Login login,
            @Mixin Output output,
            @Mixin DryRun dryRun,
            @Parameters(paramLabel = "ENDPOINT", description = "Its id.") int id) {
        var gateway = dryRun.of(login.gateway(here), here);
        var made = gateway.post(ALL + "/" + id + "/rotate", Document.EMPTY);
        output.print(here, made, () -> secret(made));
        output.say(
                here,
                "It is shown this once. The old one signs as well until "
                        + made.text("secret", "old_until").orElse("tomorrow")
                        + ".");
        return Exit.DONE.code();
    }

    @Command(
            name = "test",
            description = "Post an event that says nothing, and show what came of it.",
            mixinStandardHelpOptions = true,
            versionProvider = VersionCommand.Provider.class,
            footer = {"", "Ends with 7 when it was not taken."})
    int test(
            @Mixin Login login,
            @Mixin Output output,
            @Mixin DryRun dryRun,
            @Parameters(paramLabel = "ENDPOINT", description = "Its id.") int id) {
        var gateway = dryRun.of(login.gateway(here).patient(), here);
        var tried = gateway.post(ALL + "/" + id + "/test", Document.EMPTY);
        output.one(here, tried);
        return (tried.flag("delivered").orElse(false) ? Exit.DONE : Exit.CHECK_FAILED).code();
    }

    @Command(
            name = "deliveries",
            description =
                    "List what was to be posted to an endpoint, newest first, or show one with each"
                            + " try.",
            mixinStandardHelpOptions = true,
            versionProvider = VersionCommand.Provider.class,
            footer = {
                "",
                "Examples:",
                "  bellhop event deliveries 2 --state failed --since 24h",
                "  bellhop event deliveries 2 8120 -o json"
            })
    int deliveries(
            @Mixin Login login,
            @Mixin Output output,
            @Mixin Limit limit,
            @Parameters(paramLabel = "ENDPOINT", description = "Its id.") int id,
            @Parameters(
                            arity = "0..1",
                            paramLabel = "ID",
                            description = "One of them; a list without.")
                    Optional<Long> delivery,
            @Option(
                            names = "--state",
                            paramLabel = "STATE",
                            description = "waiting, delivered or failed.")
                    Optional<String> state,
            @Option(
                            names = "--type",
                            paramLabel = "KIND",
                            description = "Of one kind, such as message.created.")
                    Optional<String> type,
            @Option(names = "--since", paramLabel = "TIME", description = Times.WORDS)
                    Optional<String> since) {
        var gateway = login.gateway(here);
        var path = ALL + "/" + id + "/deliveries";
        if (delivery.isPresent()) {
            output.one(here, gateway.get(path + "/" + delivery.get()));
            return Exit.DONE.code();
        }
        var query =
                new Query(path)
                        .with("state", state)
                        .with("type", type)
                        .with(
                                "since",
                                since.map(it ->
                                        Times.instant("--since", it, here.clock()).toString()));
        output.list(here, limit.read(gateway, query), DELIVERIES);
        return Exit.DONE.code();
    }

    @Command(
            name = "replay",
            description = "Post again: one delivery, or all that failed since a moment.",
            mixinStandardHelpOptions = true,
            versionProvider = VersionCommand.Provider.class,
            footer = {
                "",
                "Examples:",
                "  bellhop event replay 2 8120",
                "  bellhop event replay 2 --since 2d"
            })
    int replay(
            @Mixin Login login,
            @Mixin Output output,
            @Mixin DryRun dryRun,
            @Parameters(paramLabel = "ENDPOINT", description = "Its id.") int id,
            @Parameters(arity = "0..1", paramLabel = "ID", description = "One delivery.")
                    Optional<Long> delivery,
            @Option(names = "--since", paramLabel = "TIME", description = Times.WORDS)
                    Optional<String> since) {
        if (delivery.isPresent() == since.isPresent()) {
            throw new Failure(
                    Exit.USAGE,
                    "It is not said what is to be posted again.",
                    "An ID is one delivery; --since is all that failed from a moment on.",
                    "Give one of the two.");
        }
        var gateway = dryRun.of(login.gateway(here).patient(), here);
        var path = ALL + "/" + id;
        if (delivery.isPresent()) {
            output.one(
                    here,
                    gateway.post(
                            path + "/deliveries/" + delivery.get() + "/replay", Document.EMPTY));
            return Exit.DONE.code();
        }
        var from = Times.instant("--since", since.orElseThrow(), here.clock()).toString();
        long replayed = replayAll(gateway, path, from);
        output.done(
                here, Document.EMPTY.with("replayed", replayed), replayed + " are posted again.");
        return Exit.DONE.code();
    }

    /// The gateway takes a part at a time.
    private static long replayAll(Gateway gateway, String path, String since) {
        long replayed = 0;
        boolean more;
        do {
            var done = gateway.post(path + "/replay", new Document(Map.of("since", since)));
            long now = done.number("replayed").orElse(0);
            replayed += now;
            more = now > 0 && done.flag("more").orElse(false);
        } while (more);
        return replayed;
    }

    private static List<String> parts(String text) {
        return Arrays.stream(text.split(",", -1)).map(String::strip).toList();
    }

    /// The secret alone, so that a script can take it as it stands.
    private static Table secret(Document made) {
        return new Table().row(new Cell(made.text("secret", "once").orElse(""), Mood.PLAIN));
    }
}
