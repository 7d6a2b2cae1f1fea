package dev.bellhop.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// The `bellhop` command: finds the verb, runs it, and turns every outcome into an exit code and,
/// when it failed, three lines on standard error.
@Command(
        name = "bellhop",
        description = "Looks after a Bellhop gateway.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.Provider.class,
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "A gateway on this machine is found by itself. Another one:",
            "  export BELLHOP_URL=https://chat.example.com BELLHOP_TOKEN=bhp_...",
            "Options such as --url, --context and -o may stand before the command, too.",
            "",
            "Exit codes: 0 done, 1 failed, 2 usage, 3 not signed in or not allowed,",
            "4 not found, 5 conflict, 6 gateway not reachable, 7 a check failed.",
            "More: bellhop help exit-codes, environment, formatting."
        })
public final class Main {
    private static final Map<String, Class<?>> NOUNS = nouns();

    private Main() {}

    private static Map<String, Class<?>> nouns() {
        var nouns = new LinkedHashMap<String, Class<?>>();
        nouns.put("status", StatusCommand.class);
        nouns.put("doctor", DoctorCommand.class);
        nouns.put("conversation", ConversationCommand.class);
        nouns.put("agent", AgentCommand.class);
        nouns.put("role", RoleCommand.class);
        nouns.put("credentials", CredentialsCommand.class);
        nouns.put("webhook", WebhookCommand.class);
        nouns.put("backup", BackupCommand.class);
        nouns.put("restore", RestoreCommand.class);
        nouns.put("event", EventCommand.class);
        nouns.put("report", ReportCommand.class);
        nouns.put("audit", AuditCommand.class);
        nouns.put("api-token", ApiTokenCommand.class);
        nouns.put("route", RouteCommand.class);
        nouns.put("key", KeyCommand.class);
        nouns.put("settings", SettingsCommand.class);
        nouns.put("context", ContextCommand.class);
        nouns.put("api", ApiCommand.class);
        nouns.put("wait", WaitCommand.class);
        nouns.put("completion", CompletionCommand.class);
        nouns.put("version", VersionCommand.class);
        nouns.put("help", HelpCommand.class);
        return nouns;
    }

    public static void main(String[] arguments) {
        Ahead.begin(arguments);
        var output = new StandardOutput();
        var here = here(output);
        int code = run(here, arguments);
        here.out().flush();
        if (code == Exit.DONE.code() && output.failure().isPresent()) {
            var failure = unwritten(output.failure().get());
            print(failure, here.err());
            code = failure.exit().code();
        }
        here.err().flush();
        System.exit(code);
    }

    /// Where a command finds itself that somebody has started.
    static Surroundings here(OutputStream output) {
        return new Surroundings(
                System.in,
                utf8(output),
                utf8(System.err),
                output,
                System.getenv(),
                Path.of(""),
                Path.of("/var/lib/bellhop"),
                "http://127.0.0.1:8080",
                Clock.systemUTC(),
                Terminal::takesErrors,
                Ansi.AUTO.enabled() ? Ansi.ON : Ansi.OFF,
                Prompt::ofTerminal,
                Terminal.ofOutput());
    }

    private static Failure unwritten(String why) {
        return new Failure(
                Exit.FAILED,
                "Not all of it could be written to standard output.",
                why + ".",
                "Make room where it leads to, and ask again.");
    }

    /// Runs one command line and answers its exit code.
    static int run(Surroundings here, String... arguments) {
        var words = inOrder(List.of(arguments)).toArray(String[]::new);
        return line(here, needed(words)).execute(words);
    }

    /// With the options behind the command that they are for.
    static List<String> inOrder(List<String> arguments) {
        return Leading.isNone(arguments)
                ? arguments
                : Leading.of(arguments).behind(rest -> model(Surroundings.ofNobody(), rest));
    }

    /// Every command that there is.
    static CommandLine line(Surroundings here) {
        return line(here, NOUNS);
    }

    private static CommandLine line(Surroundings here, Map<String, Class<?>> nouns) {
        var line = new CommandLine(new Main(), commands(here));
        nouns.forEach(line::addSubcommand);
        return line.setOut(here.out())
                .setErr(here.err())
                .setColorScheme(CommandLine.Help.defaultColorScheme(here.colours()))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(Main::misused)
                .setExecutionExceptionHandler(Main::failed);
    }

    /// To read what all of them can do takes as long as a short command itself: only the one that
    /// is named is looked at, if it needs no other.
    private static Map<String, Class<?>> needed(String... arguments) {
        var first = arguments.length == 0 ? "" : arguments[0];
        if (first.equals("--version") || first.equals("-V")) {
            return Map.of();
        }
        if (first.equals(CompleteCommand.NAME)) {
            return Map.of(first, CompleteCommand.class);
        }
        var noun = first.equals("help") || first.equals("completion") ? null : NOUNS.get(first);
        return noun == null ? NOUNS : Map.of(first, noun);
    }

    /// The commands that words need which somebody is still writing.
    static CommandLine model(Surroundings here, List<String> words) {
        return line(here, needed(words.toArray(String[]::new)));
    }

    /// What a command line may begin with.
    static Stream<Suggestion> suggestions() {
        return NOUNS.entrySet().stream()
                .map(noun ->
                        new Suggestion(
                                noun.getKey(),
                                noun.getValue().getAnnotation(Command.class).description()[0]));
    }

    /// Commands are given what they touch; everything else is made as picocli sees fit.
    private static IFactory commands(Surroundings here) {
        var usual = CommandLine.defaultFactory();
        var ours =
                Map.<Class<?>, Supplier<?>>ofEntries(
                        Map.entry(StatusCommand.class, () -> new StatusCommand(here)),
                        Map.entry(DoctorCommand.class, () -> new DoctorCommand(here)),
                        Map.entry(ConversationCommand.class, () -> new ConversationCommand(here)),
                        Map.entry(AgentCommand.class, () -> new AgentCommand(here)),
                        Map.entry(RoleCommand.class, () -> new RoleCommand(here)),
                        Map.entry(CredentialsCommand.class, () -> new CredentialsCommand(here)),
                        Map.entry(WebhookCommand.class, () -> new WebhookCommand(here)),
                        Map.entry(BackupCommand.class, () -> new BackupCommand(here)),
                        Map.entry(RestoreCommand.class, () -> new RestoreCommand(here)),
                        Map.entry(HelpCommand.class, () -> new HelpCommand(here)),
                        Map.entry(EventCommand.class, () -> new EventCommand(here)),
                        Map.entry(SettingsCommand.class, () -> new SettingsCommand(here)),
                        Map.entry(ContextCommand.class, () -> new ContextCommand(here)),
                        Map.entry(ApiCommand.class, () -> new ApiCommand(here)),
                        Map.entry(WaitCommand.class, () -> new WaitCommand(here)),
                        Map.entry(CompleteCommand.class, () -> new CompleteCommand(here)),
                        Map.entry(CompletionCommand.class, () -> new CompletionCommand(here)),
                        Map.entry(ReportCommand.class, () -> new ReportCommand(here)),
                        Map.entry(ReportExportsCommand.class, () -> new ReportExportsCommand(here)),
                        Map.entry(ReportRebuildCommand.class, () -> new ReportRebuildCommand(here)),
                        Map.entry(AuditListCommand.class, () -> new AuditListCommand(here)),
                        Map.entry(AuditTailCommand.class, () -> new AuditTailCommand(here)),
                        Map.entry(AuditShowCommand.class, () -> new AuditShowCommand(here)),
                        Map.entry(AuditVerifyCommand.class, () -> new AuditVerifyCommand(here)),
                        Map.entry(AuditExportCommand.class, () -> new AuditExportCommand(here)),
                        Map.entry(ApiTokenListCommand.class, () -> new ApiTokenListCommand(here)),
                        Map.entry(
                                ApiTokenCreateCommand.class, () -> new ApiTokenCreateCommand(here)),
                        Map.entry(
                                ApiTokenRotateCommand.class, () -> new ApiTokenRotateCommand(here)),
                        Map.entry(
                                ApiTokenRevokeCommand.class, () -> new ApiTokenRevokeCommand(here)),
                        Map.entry(RouteTestCommand.class, () -> new RouteTestCommand(here)),
                        Map.entry(KeyListCommand.class, () -> new KeyListCommand(here)),
                        Map.entry(KeyRotateCommand.class, () -> new KeyRotateCommand(here)),
                        Map.entry(VersionCommand.class, () -> new VersionCommand(here)));
        return new IFactory() {
            @Override
            public <K> K create(Class<K> type) throws Exception {
                var own = ours.get(type);
                return own == null ? usual.create(type) : type.cast(own.get());
            }
        };
    }

    private static int misused(ParameterException misuse, String[] arguments) {
        var failure = Misuse.of(misuse);
        print(failure, misuse.getCommandLine().getErr());
        return failure.exit().code();
    }

    private static int failed(Exception problem, CommandLine command, ParseResult parsed) {
        if (problem instanceof DryRun.Stop) {
            return Exit.DONE.code();
        }
        var failure =
                problem instanceof Failure known
                        ? known
                        : new Failure(
                                Exit.FAILED,
                                "The bellhop command itself has failed.",
                                problem.toString(),
                                "This is a defect; please report it with the command that led"
                                        + " here.");
        print(failure, command.getErr());
        return failure.exit().code();
    }

    private static void print(Failure failure, PrintWriter err) {
        err.println("Error: " + Text.oneLine(failure.what()));
        err.println("  Why: " + Text.oneLine(failure.why()));
        err.println("   Do: " + Text.oneLine(failure.remedy()));
    }

    /// Data leaves as UTF-8 wherever it goes, so that a script reads the same in every locale.
    private static PrintWriter utf8(OutputStream stream) {
        return new PrintWriter(stream, false, StandardCharsets.UTF_8);
    }
}
