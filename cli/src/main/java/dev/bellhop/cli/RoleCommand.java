package dev.bellhop.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `bellhop role`: what agents may do by their roles.
@Command(
        name = "role",
        description = "See which roles there are, and what each may do.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.Provider.class,
        synopsisSubcommandLabel = "COMMAND")
final class RoleCommand {
    private static final String ALL = "/api/v1/roles";
    private static final Columns COLUMNS =
            Columns.of("Role", "name", "What it is for", "words", "May", "permissions");

    private final Surroundings here;

    RoleCommand(Surroundings here) {
        this.here = here;
    }

    @Command(
            name = "list",
            description = "List roles.",
            mixinStandardHelpOptions = true,
            versionProvider = VersionCommand.Provider.class)
    int list(@Mixin Login login, @Mixin Output output) {
        output.list(here, login.gateway(here).get(ALL).items("items"), COLUMNS);
        return Exit.DONE.code();
    }

    @Command(
            name = "show",
            description = "Show what a role may do.",
            mixinStandardHelpOptions = true,
            versionProvider = VersionCommand.Provider.class,
            footer = {"", "Example:", "  bellhop role show supervisor"})
    int show(
            @Mixin Login login,
            @Mixin Output output,
            @Parameters(paramLabel = "ROLE", description = "Its name.") String name) {
        var roles = login.gateway(here).get(ALL).items("items");
        output.one(
                here,
                roles.stream()
                        .filter(it -> it.text("name").filter(name::equals).isPresent())
                        .findFirst()
                        .orElseThrow(() ->
                                new Failure(
                                        Exit.NOT_FOUND,
                                        "There is no role " + name + ".",
                                        "There are: "
                                                + String.join(
                                                        ", ",
                                                        roles.stream()
                                                                .flatMap(it ->
                                                                        it.text("name").stream())
                                                                .toList())
                                                + ".",
                                        "Choose one of these.")));
        return Exit.DONE.code();
    }
}
