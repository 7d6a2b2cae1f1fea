package dev.bellhop.cli;

import dev.bellhop.cli.Table.Cell;
import dev.bellhop.cli.Table.Mood;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// `bellhop credentials`: the business numbers, and with what the gateway speaks for them.
@Command(
        name = "credentials",
        description = "Add business numbers, test and rotate what they are spoken for with.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.Provider.class,
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Secrets come from files, standard input or a question at the terminal, and are",
            "shown by their fingerprints alone."
        })
final class CredentialsCommand {
    private static final String ALL = "/api/v1/channels";
    private static final Map<String, String> SENDS =
            Map.of(
                    "closed", "yes",
                    "open", "no: Meta fails",
                    "half_open", "is tried",
                    "stopped", "no",
                    "held", "paused");
    private static final Columns COLUMNS =
            Columns.of(
                            "Id", "id",
                            "Name", "name",
                            "Number", "display_number",
                            "Sends", "sending.state",
                            "Quality", "health.quality",
                            "Token", "access_token.fingerprint",
                            "Token until", "health.token_expires_at",
                            "Rotation until", "rotation.until")
                    .saying("sending.state", SENDS)
                    .badly("sending.state", "open", "stopped")
                    .badly("health.quality", "RED")
                    .orElse("Add a number: bellhop credentials setup");

    private final Surroundings here;

    CredentialsCommand(Surroundings here) {
        this.here = here;
    }

    @Command(
            name = "list",
            description = "List business numbers.",
            mixinStandardHelpOptions = true,
            versionProvider = VersionCommand.Provider.class)
    int list(@Mixin Login login, @Mixin Output output) {
        var channels = Limit.read(login.gateway(here), new Query(ALL), Integer.MAX_VALUE);
        output.list(here, channels, COLUMNS);
        return Exit.DONE.code();
    }

    @Command(
            name = "show",
            description = "Show all that is known of a business number.",
            mixinStandardHelpOptions = true,
            versionProvider = VersionCommand.Provider.class)
    int show(
            @Mixin Login login,
            @Mixin Output output,
            @Parameters(paramLabel = "NUMBER", description = "Its id here.") int id) {
        output.one(here, login.gateway(here).get(ALL + "/" + id));
        return Exit.DONE.code();
    }

    @Command(
            name = "add",
            description = "Add a business number.",
            mixinStandardHelpOptions = true,
            versionProvider = VersionCommand.Provider.class,
            footer = {
                "",
                "Where the values are in Meta's pages:",
                "  --number-id   WhatsApp > API Setup > Phone number ID",
                "  --account-id  WhatsApp > API Setup > WhatsApp Business Account ID",
                "  --app-id      App settings > Basic > App ID",
                "  app secret    App settings > Basic > App secret",
                "  access token  Business settings > System users > Generate new token,",
                "                with whatsapp_business_messaging and _management",
                "",
                "Example:",
                "  bellhop credentials add --name Shop --number-id 106540352242922 \\",
                "    --account-id 102290129340398 --app-id 670843887433847 \\",
                "    --access-token-file token.txt --app-secret-file secret.txt"
            })
    int add(
            @Mixin Login login,
            @Mixin Output output,
            @Mixin DryRun dryRun,
            @Option(
                            names = "--name",
                            required = true,
                            paramLabel = "NAME",
                            description = "What to call it.")
                    String name,
            @Option(
                            names = "--number-id",
                            required = true,
                            paramLabel = "ID",
                            description = "Meta's id of the number.")
                    String numberId,
            @Option(
                            names = "--account-id",
                            required = true,
                            paramLabel = "ID",
                            description = "The id of the WhatsApp Business account.")
                    String accountId,
            @Option(
                            names = "--app-id",
                            required = true,
                            paramLabel = "ID",
                            description = "The id of the app at Meta.")
                    String appId,
            @Option(
                            names = "--display-number",
                            paramLabel = "NUMBER",
                            description = "The number itself, such as +15550001234.")
                    Optional<String> displayNumber,
            @Mixin NewSecrets secrets,
            @Option(
                            names = "--verify-token-file",
                            paramLabel = "FILE",
                            description = "A verify token of your own; one is made without.")
                    Optional<String> verifyToken) {
        var wanted = new LinkedHashMap<String, @Nullable Object>();
        wanted.put("name", name);
        wanted.put("phone_number_id", numberId);
        wanted.put("account_id", accountId);
        wanted.put("app_id", appId);
        displayNumber.ifPresent(it -> wanted.put("display_number", it));
        wanted.put("access_token", secrets.accessToken(here));
        wanted.put("app_secret", secrets.appSecret(here));
        verifyToken.ifPresent(
                file -> wanted.put("verify_token", Secrets.read(here, file, "The verify token")));
        var made = dryRun.of(login.gateway(here), here).post(ALL, new Document(wanted));
        output.one(here, made);
        long id = made.number("id").orElse(0);
        made.text("verify_token", "once")
                .ifPresent(token ->
                        output.say(
                                here,
                                "The verify token, which is shown this once: "
                                        + token
                                        + "\nEnter it with the callback URL "
                                        + made.text("webhook_url").orElse("")
                                        + " in Meta's app, WhatsApp > Configuration."));
        output.say(here, "Now try it: bellhop credentials test " + id);
        return Exit.DONE.code();
    }

    @Command(
            name = "edit",
            description = "Change what is not secret of a business number.",
            mixinStandardHelpOptions = true,
            versionProvider = VersionCommand.Provider.class)
    int edit(
            @Mixin Login login,
            @Mixin Output output,
            @Mixin DryRun dryRun,
            @Parameters(paramLabel = "NUMBER", description = "Its id here.") int id,
            @Option(names = "--name", paramLabel = "NAME", description = "What to call it.")
                    Optional<String> name,
            @Option(names = "--number-id", paramLabel = "ID", description = "Meta's id of it.")
                    Optional<String> numberId,
            @Option(
                            names = "--account-id",
                            paramLabel = "ID",
                            description = "The id of the WhatsApp Business account.")
                    Optional<String> accountId,
            @Option(
                            names = "--app-id",
                            paramLabel = "ID",
                            description = "The id of the app at Meta.")
                    Optional<String> appId,
            @Option(
                            names = "--display-number",
                            paramLabel = "NUMBER",
                            description = "The number itself, such as +15550001234.")
                    Optional<String> displayNumber,
            @Option(
                            names = "--graph-version",
                            paramLabel = "VERSION",
                            description = "Meta's API version for it, such as v26.0.")
                    Optional<String> version) {
        var change = new LinkedHashMap<String, @Nullable Object>();
        name.ifPresent(it -> change.put("name", it));
        numberId.ifPresent(it -> change.put("phone_number_id", it));
        accountId.ifPresent(it -> change.put("account_id", it));
        appId.ifPresent(it -> change.put("app_id", it));
        displayNumber.ifPresent(it -> change.put("display_number", it));
        version.ifPresent(it -> change.put("graph_version", it));
        if (change.isEmpty()) {
            throw new Failure(
                    Exit.USAGE,
                    "Nothing is to be changed.",
                    "There is no option that says what.",
                    "See bellhop credentials edit --help. Secrets are changed by rotate.");
        }
        var gateway = dryRun.of(login.gateway(here), here);
        output.one(here, gateway.patch(ALL + "/" + id, new Document(change)));
        return Exit.DONE.code();
    }

    @Command(
            name = "test",
            description = "Try a business number, step by step.",
            mixinStandardHelpOptions = true,
            versionProvider = VersionCommand.Provider.class,
            footer = {"", "Ends with 7 when a step fails."})
    int test(
            @Mixin Login login,
            @Mixin Output output,
            @Parameters(paramLabel = "NUMBER", description = "Its id here.") int id) {
        var gateway = login.gateway(here).patient();
        var path = ALL + "/" + id + "/test";
        Document report;
        if (output.format() == Output.Format.TABLE && here.width() > 0) {
            report = new LiveSteps(here).watch(gateway, path);
        } else {
            report = gateway.post(path, Document.EMPTY);
            output.print(here, report, () -> steps(report));
        }
        return (report.flag("ok").orElse(false) ? Exit.DONE : Exit.CHECK_FAILED).code();
    }

    @Command(
            name = "setup",
            description = "Be guided from nothing to a number that works.",
            mixinStandardHelpOptions = true,
            versionProvider = VersionCommand.Provider.class,
            footer = {
                "",
                "It asks for one value after the other, says where each is in Meta's pages, adds",
                "the number, connects the webhook, tries all of it, and enters a phone that",
                "answers.",
                "Leave it at any point with Ctrl-C: the next time it goes on where you left it.",
                "Scripts use bellhop credentials add."
            })
    int setup(@Mixin Login login) {
        new CredentialsSetup(here, login.gateway(here)).walk();
        return Exit.DONE.code();
    }

    @Command(
            name = "rotate",
            description = "Give a business number new secrets; they are tried before they count.",
            mixinStandardHelpOptions = true,
            versionProvider = VersionCommand.Provider.class,
            footer = {
                "",
                "The former ones stay at hand: bellhop credentials rollback takes them back,",
                "--confirm forgets them before their time. Ends with 7 when the new ones do not",
                "work.",
                "",
                "Examples:",
                "  bellhop credentials rotate 1 --access-token-file new-token.txt",
                "  bellhop credentials rotate 1 --confirm"
            })
    int rotate(
            @Mixin Login login,
            @Mixin Output output,
            @Mixin DryRun dryRun,
            @Parameters(paramLabel = "NUMBER", description = "Its id here.") int id,
            @Mixin NewSecrets secrets,
            @Option(names = "--confirm", description = "The new ones are good: forget the former.")
                    boolean confirm) {
        var gateway = dryRun.of(login.gateway(here).patient(), here);
        var path = ALL + "/" + id;
        if (confirm) {
            output.one(here, gateway.post(path + "/confirm", Document.EMPTY));
            return Exit.DONE.code();
        }
        var rotated = gateway.post(path + "/rotate", new Document(secrets.given(here)));
        var trial = rotated.object("trial");
        output.print(here, rotated, () -> steps(trial));
        if (!trial.flag("ok").orElse(false)) {
            return Exit.CHECK_FAILED.code();
        }
        output.say(
                here,
                "The former ones are kept until "
                        + rotated.text("rotation", "until").orElse("they are confirmed")
                        + ": bellhop credentials rollback "
                        + id);
        return Exit.DONE.code();
    }

    @Command(
            name = "rollback",
            description = "Take back the secrets that a business number had before.",
            mixinStandardHelpOptions = true,
            versionProvider = VersionCommand.Provider.class)
    int rollback(
            @Mixin Login login,
            @Mixin Output output,
            @Mixin DryRun dryRun,
            @Parameters(paramLabel = "NUMBER", description = "Its id here.") int id) {
        var gateway = dryRun.of(login.gateway(here), here);
        output.one(here, gateway.post(ALL + "/" + id + "/rollback", Document.EMPTY));
        return Exit.DONE.code();
    }

    @Command(
            name = "remove",
            description = "Remove a business number with its secrets, for good.",
            mixinStandardHelpOptions = true,
            versionProvider = VersionCommand.Provider.class)
    int remove(
            @Mixin Login login,
            @Mixin Output output,
            @Mixin DryRun dryRun,
            @Mixin Confirmation confirmation,
            @Parameters(paramLabel = "NUMBER", description = "Its id here.") int id) {
        var gateway = dryRun.of(login.gateway(here), here);
        var name = gateway.get(ALL + "/" + id).text("name").orElse(Integer.toString(id));
        if (!dryRun.isOn()) {
            confirmation.ask(here, "Nothing goes out or comes in on " + name + " any more.", name);
        }
        gateway.delete(ALL + "/" + id);
        var done = Document.EMPTY.with("id", id).with("name", name).with("removed", true);
        output.done(here, done, "Removed " + name + ".");
        return Exit.DONE.code();
    }

    static Table steps(Document report) {
        var table = new Table();
        for (var step : report.items("steps")) {
            var state = step.text("state").orElse("");
            var mood =
                    switch (state) {
                        case "failed" -> Mood.BAD;
                        case "ok" -> Mood.GOOD;
                        default -> Mood.PLAIN;
                    };
            table.row(
                    new Cell(state, mood),
                    new Cell(step.text("title").orElse(""), Mood.LABEL),
                    new Cell(
                            step.text("found").orElse("")
                                    + step.text("remedy").map(it -> " " + it).orElse(""),
                            Mood.PLAIN));
        }
        return table;
    }
}
