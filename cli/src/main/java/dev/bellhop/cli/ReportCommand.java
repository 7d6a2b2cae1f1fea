package dev.bellhop.cli;

import dev.bellhop.cli.PartialList.Rows;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;

/// `bellhop report`: what the work came to, as the gateway has it.
@Command(
        name = "report",
        description = "Write a report, or count everything anew.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.Provider.class,
        subcommands = {ReportRebuildCommand.class, ReportExportsCommand.class},
        footer = {
            "",
            "messages has a line for each day, agents for each agent, outcomes for each",
            "outcome, numbers for each day, number and category that Meta charges by,",
            "conversations and message-log for each conversation and message of those days.",
            "A table shows the columns that matter most; csv has all of them.",
            "",
            "Examples:",
            "  bellhop report messages --from 2026-11-01 --to 2026-11-30 --out november.csv",
            "  bellhop report agents -o json --zone Europe/Lisbon",
            "  bellhop report message-log --from 2026-01-01 --out year.csv --resume",
            "  bellhop report conversations --after 81230 --out rest.csv"
        })
final class ReportCommand implements Callable<Integer> {
    enum Name {
        MESSAGES,
        AGENTS,
        OUTCOMES,
        NUMBERS,
        CONVERSATIONS,
        MESSAGE_LOG;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    enum Format {
        TABLE,
        CSV,
        JSON,
        JSONL,
        YAML;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// More is nothing to read at a terminal, and would have to fit into memory.
    private static final int ROWS_MAX = 5_000;

    private final Surroundings here;

    @Mixin private final Login login = new Login();

    @Spec private @Nullable CommandSpec spec;

    // Not asked for by picocli, which would ask for it before `rebuild`, too.
    @Parameters(
            arity = "0..1",
            paramLabel = "REPORT",
            description = "messages, agents, outcomes, numbers, conversations or message-log.")
    private Optional<Name> report = Optional.empty();

    @Option(names = "--from", paramLabel = "DAY", description = "First day, such as 2026-11-01.")
    private Optional<String> from = Optional.empty();

    @Option(
            names = "--to",
            paramLabel = "DAY",
            description = "Last day (default: today; 30 days in all).")
    private Optional<String> to = Optional.empty();

    @Option(
            names = "--zone",
            paramLabel = "ZONE",
            description = "Whose days, such as Europe/Lisbon (default: the gateway's).")
    private Optional<String> zone = Optional.empty();

    @Option(names = "--site", paramLabel = "KEY", description = "Only this site.")
    private Optional<String> site = Optional.empty();

    @Option(names = "--channel", paramLabel = "web|whatsapp", description = "Only this channel.")
    private Optional<String> channel = Optional.empty();

    @Option(names = "--team", paramLabel = "ID", description = "Only this team.")
    private Optional<String> team = Optional.empty();

    @Option(names = "--agent", paramLabel = "ID", description = "Only this agent.")
    private Optional<String> agent = Optional.empty();

    @Option(
            names = "--after",
            paramLabel = "ID",
            description = "Goes on behind this conversation, where a list was broken off.")
    private Optional<String> after = Optional.empty();

    @Option(
            names = "--resume",
            description =
                    "Goes on in FILE.part, where conversations or message-log was broken off;"
                            + " begins where there is none. The other options must be those of the"
                            + " first time.")
    private boolean resume;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description =
                    "table, csv, json, jsonl or yaml (default: a table at a terminal, csv in a pipe"
                            + " and with --out).")
    private Optional<Format> output = Optional.empty();

    @Option(
            names = "--columns",
            split = ",",
            paramLabel = "NAMES",
            description = "Which columns a table has, with commas between: by the names in csv.")
    private List<String> columns = List.of();

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Where to write it; a file that is there stays. Else standard output.")
    private Optional<Path> out = Optional.empty();

    ReportCommand(Surroundings here) {
        this.here = here;
    }

    @Override
    public Integer call() {
        var name =
                report.orElseThrow(() ->
                        new ParameterException(
                                Objects.requireNonNull(spec).commandLine(),
                                "Missing: which report"));
        var format = output.orElseGet(this::usual);
        var gateway = login.gateway(here);
        var path = new StringBuilder("/api/v1/reports/" + name + "?format=" + wire(format));
        add(path, "from", from);
        add(path, "to", to);
        add(path, "zone", zone);
        add(path, "site", site);
        add(path, "channel", channel);
        add(path, "team", team);
        add(path, "agent", agent);
        if (resume) {
            resume(gateway, name, path.toString(), format);
            return Exit.DONE.code();
        }
        add(path, "after", after);
        switch (format) {
            case TABLE -> table(gateway, name, path.toString());
            case YAML -> new Download(here).run(gateway, path.toString(), out, Lines::asYaml);
            case CSV, JSON, JSONL -> new Download(here).run(gateway, path.toString(), out);
        }
        return Exit.DONE.code();
    }

    /// People look at it, programs and files take it.
    private Format usual() {
        return out.isEmpty() && here.width() > 0 ? Format.TABLE : Format.CSV;
    }

    /// What the gateway is asked for.
    private static Format wire(Format format) {
        return switch (format) {
            case TABLE, YAML -> Format.JSONL;
            case CSV, JSON, JSONL -> format;
        };
    }

    private void table(Gateway gateway, Name name, String path) {
        var found = Download.first(gateway, path, ROWS_MAX + 1);
        var rows = found.size() > ROWS_MAX ? found.subList(0, ROWS_MAX) : found;
        var usual = ReportColumns.of(name);
        var shown = columns.isEmpty() ? usual : usual.choose(columns, rows);
        var table = shown.table(rows, true);
        if (out.isPresent()) {
            new Download(here).write(table.render(Ansi.OFF, 0), out);
        } else if (rows.isEmpty()) {
            here.err().println("There is nothing in these days.");
        } else {
            Pager.show(here, table.render(here.colours(), here.width()));
        }
        if (found.size() > ROWS_MAX) {
            here.err()
                    .println(
                            "These are the first %,d; --out FILE and -o csv have all of them."
                                    .formatted(ROWS_MAX));
        }
    }

    private void resume(Gateway gateway, Name name, String path, Format format) {
        boolean goesOn =
                (name == Name.CONVERSATIONS || name == Name.MESSAGE_LOG)
                        && (format == Format.CSV || format == Format.JSONL);
        var file = out.filter(_ -> goesOn && after.isEmpty());
        new Download(here)
                .resume(
                        gateway,
                        behind -> behind.isPresent() ? path + "&after=" + behind.getAsLong() : path,
                        file.orElseThrow(() ->
                                new Failure(
                                        Exit.USAGE,
                                        "Nothing can go on here.",
                                        "--resume is for conversations and message-log as csv or"
                                                + " jsonl, with --out and without --after.",
                                        "Ask for one of them, or leave out --resume.")),
                        format == Format.CSV ? Rows.CSV : Rows.JSONL);
    }

    private static void add(StringBuilder path, String name, Optional<String> value) {
        value.ifPresent(it ->
                path.append('&')
                        .append(name)
                        .append('=')
                        .append(URLEncoder.encode(it, StandardCharsets.UTF_8)));
    }
}
