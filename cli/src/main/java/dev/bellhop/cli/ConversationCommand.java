package dev.bellhop.cli;

import dev.bellhop.cli.Table.Cell;
import dev.bellhop.cli.Table.Mood;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/// `bellhop conversation`: what customers and the business said to each other.
@Command(
        name = "conversation",
        description = "List, read, export and erase conversations.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.Provider.class,
        synopsisSubcommandLabel = "COMMAND")
final class ConversationCommand {
    private static final String ALL = "/api/v1/conversations";
    private static final Columns COLUMNS =
            Columns.of(
                    "Code", "code",
                    "Who", "visitor.name",
                    "Channel", "kind",
                    "Status", "status",
                    "Assignee", "assignee.name",
                    "Last at", "last_at",
                    "Last words", "last_text");
    private static final Columns MESSAGES =
            Columns.of(
                            "No.", "seq", "At", "at", "From", "from", "Via", "via", "Status",
                            "status", "Words", "text")
                    .badly("status", "failed");

    private final Surroundings here;

    ConversationCommand(Surroundings here) {
        this.here = here;
    }

    @Command(
            name = "list",
            description = "List conversations, newest first.",
            mixinStandardHelpOptions = true,
            versionProvider = VersionCommand.Provider.class,
            footer = {
                "",
                "Examples:",
                "  bellhop conversation list --status open",
                "  bellhop conversation list --view unassigned --team 2",
                "  bellhop conversation list --status open --search \"halden lamp\" -o jsonl"
            })
    int list(
            @Mixin Login login,
            @Mixin Output output,
            @Mixin Limit limit,
            @Option(names = "--status", paramLabel = "STATUS", description = "open or closed.")
                    Optional<String> status,
            @Option(
                            names = "--search",
                            paramLabel = "WORDS",
                            description = "Those in which these words were said, best first.")
                    Optional<String> search,
            @Option(
                            names = "--view",
                            paramLabel = "VIEW",
                            description = "One of the panel's lists, such as open or unassigned.")
                    Optional<String> view,
            @Option(names = "--channel", paramLabel = "KIND", description = "web or whatsapp.")
                    Optional<String> channel,
            @Option(names = "--site", paramLabel = "ID", description = "Of a site.")
                    Optional<String> site,
            @Option(names = "--team", paramLabel = "ID", description = "Of a team.")
                    Optional<String> team,
            @Option(names = "--label", paramLabel = "ID", description = "With a label.")
                    Optional<String> label) {
        var gateway = login.gateway(here);
        boolean inView =
                List.of(view, channel, site, team, label).stream().anyMatch(Optional::isPresent);
        if (inView && (status.isPresent() || search.isPresent())) {
            throw new Failure(
                    Exit.USAGE,
                    "This list is asked for in two ways at once.",
                    "--status and --search are one, --view with --channel, --site, --team and"
                            + " --label the other.",
                    "Leave out those of one of them.");
        }
        var query = new Query(ALL).with("status", status).with("q", search);
        if (inView) {
            query =
                    query.with("view", view.orElse("open"))
                            .with("channel", channel)
                            .with("site", site)
                            .with("team", team)
                            .with("label", label);
        }
        output.list(here, limit.read(gateway, query), COLUMNS);
        return Exit.DONE.code();
    }

    @Command(
            name = "show",
            description = "Show a conversation and the last of what was said in it.",
            mixinStandardHelpOptions = true,
            versionProvider = VersionCommand.Provider.class,
            footer = {"", "Example:", "  bellhop conversation show 7F3K --messages 5"})
    int show(
            @Mixin Login login,
            @Mixin Output output,
            @Parameters(paramLabel = "CODE", description = "Its code, such as 7F3K.") String code,
            @Option(
                            names = "--messages",
                            paramLabel = "N",
                            defaultValue = "20",
                            description = "So many messages (default: ${DEFAULT-VALUE}).")
                    int count) {
        var gateway = login.gateway(here);
        var conversation = gateway.get(path(code));
        long last = conversation.number("last_seq").orElse(0);
        long after = Math.max(0, last - Math.max(0, count));
        var messages =
                count <= 0
                        ? List.<Document>of()
                        : Limit.read(
                                gateway,
                                new Query(path(code) + "/messages")
                                        .with("cursor", Long.toString(after)),
                                count);
        var whole = new LinkedHashMap<String, @Nullable Object>(conversation.members());
        whole.put("messages", messages.stream().map(Document::members).toList());
        output.print(here, new Document(whole), () -> table(conversation, messages));
        return Exit.DONE.code();
    }

    private static Table table(Document conversation, List<Document> messages) {
        var table = new Table();
        line(table, "Code", conversation.text("code"));
        line(table, "Who", who(conversation.object("visitor")));
        line(table, "Channel", conversation.text("kind"));
        line(table, "Status", conversation.text("status"));
        line(table, "Assignee", conversation.text("assignee", "name"));
        line(table, "Team", conversation.text("team", "name"));
        line(table, "Opened", conversation.text("opened_at"));
        line(table, "Waits since", conversation.text("waiting_since"));
        line(table, "Outcome", conversation.text("outcome"));
        return messages.isEmpty() ? table : table.then(MESSAGES.table(messages, true));
    }

    private static Optional<String> who(Document visitor) {
        var known =
                List.of("name", "email", "phone", "whatsapp").stream()
                        .flatMap(name -> visitor.text(name).stream())
                        .toList();
        return Optional.of(known.isEmpty() ? "nobody said" : String.join(", ", known));
    }

    private static void line(Table table, String label, Optional<String> text) {
        text.ifPresent(it -> table.row(new Cell(label, Mood.LABEL), new Cell(it, Mood.PLAIN)));
    }

    @Command(
            name = "export",
            description =
                    "Write a conversation with all that was said, or all that is kept of"
                            + " whom it is with, as JSON.",
            mixinStandardHelpOptions = true,
            versionProvider = VersionCommand.Provider.class,
            footer = {
                "",
                "Examples:",
                "  bellhop conversation export 7F3K --out 7F3K.json",
                "  bellhop conversation export 7F3K --person --out everything.json"
            })
    int export(
            @Mixin Login login,
            @Parameters(paramLabel = "CODE", description = "Its code, such as 7F3K.") String code,
            @Option(
                            names = "--person",
                            description = "All that is kept of the person, as they may ask for it.")
                    boolean person,
            @Option(
                            names = "--out",
                            paramLabel = "FILE",
                            description = "A new file; standard output without.")
                    Optional<Path> out) {
        var gateway = login.gateway(here);
        var conversation = gateway.get(path(code));
        if (person) {
            new Download(here).run(gateway, "/api/v1/visitors/" + visitor(conversation), out);
            return Exit.DONE.code();
        }
        var messages = Limit.read(gateway, new Query(path(code) + "/messages"), Integer.MAX_VALUE);
        var whole = new LinkedHashMap<String, @Nullable Object>(conversation.members());
        whole.put("messages", messages.stream().map(Document::members).toList());
        new Download(here).write(new Document(whole).json() + "\n", out);
        return Exit.DONE.code();
    }

    @Command(
            name = "erase",
            description = "Erase the person of a conversation with all that was said, for good.",
            mixinStandardHelpOptions = true,
            versionProvider = VersionCommand.Provider.class,
            footer = {
                "",
                "All their conversations go, their files, their name and numbers; figures stay.",
                "",
                "Examples:",
                "  bellhop conversation erase 7F3K",
                "  bellhop conversation erase 7F3K --yes"
            })
    int erase(
            @Mixin Login login,
            @Mixin Output output,
            @Mixin DryRun dryRun,
            @Mixin Confirmation confirmation,
            @Parameters(paramLabel = "CODE", description = "Its code, such as 7F3K.") String code) {
        var gateway = dryRun.of(login.gateway(here), here);
        var conversation = gateway.get(path(code));
        var id = visitor(conversation);
        var who = who(conversation.object("visitor")).orElseThrow();
        if (!dryRun.isOn()) {
            confirmation.ask(here, "All conversations of " + who + " are erased for good.", code);
        }
        gateway.delete("/api/v1/visitors/" + id);
        var done = Document.EMPTY.with("code", code).with("visitor", id).with("erased", true);
        output.done(here, done, "Erased: " + who + ".");
        return Exit.DONE.code();
    }

    private static long visitor(Document conversation) {
        return conversation
                .number("visitor", "id")
                .orElseThrow(() ->
                        new Failure(
                                Exit.FAILED,
                                "The gateway does not say whose conversation this is.",
                                "Its answer has no visitor.id.",
                                "Check that gateway and command are of the same version."));
    }

    private static String path(String code) {
        return ALL + "/" + Query.encoded(code);
    }
}
