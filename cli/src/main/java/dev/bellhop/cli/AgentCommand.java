package dev.bellhop.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.LinkedHashMap;
import java.util.Optional;

/// `bellhop agent`: who answers, and who may do what.
@Command(
        name = "agent",
        description = "Invite agents, change what they may do, sign them out.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.Provider.class,
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "An AGENT is an id, or an email address."})
final class AgentCommand {
    private static final String ALL = "/api/v1/agents";
    private static final Columns COLUMNS =
            Columns.of(
                            "Id", "id",
                            "Name", "name",
                            "Email", "email",
                            "Role", "role",
                            "State", "state",
                            "Sessions", "sessions",
                            "Last seen", "last_seen_at")
                    .badly("state", "disabled");
    private static final Columns SESSIONS =
            Columns.of(
                    "Id", "id",
                    "Since", "since",
                    "Last seen", "last_seen_at",
                    "Browser", "user_agent");

    private final Surroundings here;

    AgentCommand(Surroundings here) {
        this.here = here;
    }

    @Command(
            name = "list",
            description = "List agents.",
            mixinStandardHelpOptions = true,
            versionProvider = VersionCommand.Provider.class,
            footer = {"", "Example:", "  bellhop agent list --columns email,role,last_seen_at"})
    int list(@Mixin Login login, @Mixin Output output) {
        var agents = Limit.read(login.gateway(here), new Query(ALL), Integer.MAX_VALUE);
        output.list(here, agents, COLUMNS);
        return Exit.DONE.code();
    }

    @Command(
            name = "show",
            description = "Show one agent.",
            mixinStandardHelpOptions = true,
            versionProvider = VersionCommand.Provider.class)
    int show(
            @Mixin Login login,
            @Mixin Output output,
            @Parameters(paramLabel = "AGENT", description = "An id or an email address.")
                    String agent) {
        var gateway = login.gateway(here);
        output.one(here, gateway.get(path(gateway, agent)));
        return Exit.DONE.code();
    }

    @Command(
            name = "add",
            description = "Invite somebody: prints the link with which they choose a password.",
            mixinStandardHelpOptions = true,
            versionProvider = VersionCommand.Provider.class,
            footer = {
                "",
                "The link is shown this once; whoever has it is the agent.",
                "",
                "Example:",
                "  bellhop agent add maya@example.com --name \"Maya Okafor\" --role supervisor"
            })
    int add(
            @Mixin Login login,
            @Mixin Output output,
            @Mixin DryRun dryRun,
            @Parameters(paramLabel = "EMAIL", description = "Their email address.") String email,
            @Option(
                            names = "--name",
                            required = true,
                            paramLabel = "NAME",
                            description = "How colleagues and customers see them.")
                    String name,
            @Option(
                            names = "--role",
                            paramLabel = "ROLE",
                            description = "See bellhop role list; agent without.")
                    Optional<String> role) {
        var wanted = new LinkedHashMap<String, @Nullable Object>();
        wanted.put("email", email);
        wanted.put("name", name);
        role.ifPresent(it -> wanted.put("role", it));
        var made = dryRun.of(login.gateway(here), here).post(ALL, new Document(wanted));
        output.once(here, made, "link");
        output.say(here, "Invited " + name + ". The link is shown this once.");
        return Exit.DONE.code();
    }

    @Command(
            name = "edit",
            description = "Change an agent's name, email address or role.",
            mixinStandardHelpOptions = true,
            versionProvider = VersionCommand.Provider.class,
            footer = {"", "Example:", "  bellhop agent edit maya@example.com --role admin"})
    int edit(
            @Mixin Login login,
            @Mixin Output output,
            @Mixin DryRun dryRun,
            @Parameters(paramLabel = "AGENT", description = "An id or an email address.")
                    String agent,
            @Option(names = "--name", paramLabel = "NAME", description = "Their name.")
                    Optional<String> name,
            @Option(names = "--email", paramLabel = "EMAIL", description = "Their email address.")
                    Optional<String> email,
            @Option(names = "--role", paramLabel = "ROLE", description = "See bellhop role list.")
                    Optional<String> role) {
        var gateway = dryRun.of(login.gateway(here), here);
        var change = new LinkedHashMap<String, @Nullable Object>();
        name.ifPresent(it -> change.put("name", it));
        email.ifPresent(it -> change.put("email", it));
        role.ifPresent(it -> change.put("role", it));
        if (change.isEmpty()) {
            throw new Failure(
                    Exit.USAGE,
                    "Nothing is to be changed.",
                    "Neither --name nor --email nor --role is there.",
                    "Say what is to become of whom.");
        }
        output.one(here, gateway.patch(path(gateway, agent), new Document(change)));
        return Exit.DONE.code();
    }

    @Command(
            name = "disable",
            description =
                    "Keep an agent out: ends their sessions and tokens, gives back their"
                            + " conversations.",
            mixinStandardHelpOptions = true,
            versionProvider = VersionCommand.Provider.class)
    int disable(
            @Mixin Login login,
            @Mixin Output output,
            @Mixin DryRun dryRun,
            @Parameters(paramLabel = "AGENT", description = "An id or an email address.")
                    String agent) {
        var gateway = dryRun.of(login.gateway(here), here);
        var done = gateway.post(path(gateway, agent) + "/disable", Document.EMPTY);
        output.done(
                here,
                done,
                "%s is out; %d conversations are given back."
                        .formatted(
                                done.text("name").orElse(agent),
                                done.number("conversations_given_back").orElse(0)));
        return Exit.DONE.code();
    }

    @Command(
            name = "enable",
            description = "Let an agent in again.",
            mixinStandardHelpOptions = true,
            versionProvider = VersionCommand.Provider.class)
    int enable(
            @Mixin Login login,
            @Mixin Output output,
            @Mixin DryRun dryRun,
            @Parameters(paramLabel = "AGENT", description = "An id or an email address.")
                    String agent) {
        var gateway = dryRun.of(login.gateway(here), here);
        var done = gateway.post(path(gateway, agent) + "/enable", Document.EMPTY);
        output.done(here, done, done.text("name").orElse(agent) + " may sign in again.");
        return Exit.DONE.code();
    }

    @Command(
            name = "reset-password",
            description = "Print a link with which an agent chooses a new password.",
            mixinStandardHelpOptions = true,
            versionProvider = VersionCommand.Provider.class,
            footer = {"", "--second-step also takes off their app, for who has lost it."})
    int resetPassword(
            @Mixin Login login,
            @Mixin Output output,
            @Mixin DryRun dryRun,
            @Parameters(paramLabel = "AGENT", description = "An id or an email address.")
                    String agent,
            @Option(names = "--second-step", description = "Take off the second step as well.")
                    boolean secondStep) {
        var gateway = dryRun.of(login.gateway(here), here);
        var path = path(gateway, agent);
        if (secondStep) {
            gateway.delete(path + "/second-step"); // first: a link that is made is also shown
        }
        var made = gateway.post(path + "/link", Document.EMPTY);
        output.once(here, made, "link");
        output.say(here, "The link is shown this once.");
        return Exit.DONE.code();
    }

    @Command(
            name = "sessions",
            description = "List where an agent is signed in.",
            mixinStandardHelpOptions = true,
            versionProvider = VersionCommand.Provider.class)
    int sessions(
            @Mixin Login login,
            @Mixin Output output,
            @Parameters(paramLabel = "AGENT", description = "An id or an email address.")
                    String agent) {
        var gateway = login.gateway(here);
        var sessions = gateway.get(path(gateway, agent) + "/sessions");
        output.list(here, sessions.items("items"), SESSIONS);
        return Exit.DONE.code();
    }

    @Command(
            name = "sign-out",
            description = "End an agent's sessions, or one of them.",
            mixinStandardHelpOptions = true,
            versionProvider = VersionCommand.Provider.class)
    int signOut(
            @Mixin Login login,
            @Mixin Output output,
            @Mixin DryRun dryRun,
            @Parameters(
                            index = "0",
                            paramLabel = "AGENT",
                            description = "An id or an email address.")
                    String agent,
            @Parameters(
                            index = "1",
                            arity = "0..1",
                            paramLabel = "SESSION",
                            description = "One of theirs; all without.")
                    Optional<String> session) {
        var gateway = dryRun.of(login.gateway(here), here);
        var path = path(gateway, agent) + "/sessions";
        gateway.delete(session.map(it -> path + "/" + Query.encoded(it)).orElse(path));
        var done = Document.EMPTY.with("agent", agent).with("session", session.orElse(null));
        output.done(here, done.with("signed_out", true), "Signed out.");
        return Exit.DONE.code();
    }

    /// Where an agent is, by their id or email address.
    private static String path(Gateway gateway, String agent) {
        if (agent.matches("[0-9]{1,18}")) {
            return ALL + "/" + agent;
        }
        return Limit.read(gateway, new Query(ALL), Integer.MAX_VALUE).stream()
                .filter(it -> it.text("email").filter(agent::equalsIgnoreCase).isPresent())
                .flatMap(it -> it.number("id").stream().boxed())
                .findFirst()
                .map(id -> ALL + "/" + id)
                .orElseThrow(() ->
                        new Failure(
                                Exit.NOT_FOUND,
                                "There is no agent " + agent + ".",
                                "Nobody has this email address here.",
                                "See who there is: bellhop agent list"));
    }
}
