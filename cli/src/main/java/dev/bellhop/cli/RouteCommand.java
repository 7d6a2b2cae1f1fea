package dev.bellhop.cli;

import picocli.CommandLine.Command;

/// `bellhop route`: who gets a conversation that begins.
@Command(
        name = "route",
        description = "Try the routing rules.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.Provider.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = RouteTestCommand.class)
final class RouteCommand {}
