package dev.bellhop.cli;

import picocli.CommandLine.Command;

/// `bellhop api-token`: what programs sign in with.
@Command(
        name = "api-token",
        description = "Make, list, rotate and revoke the tokens that programs sign in with.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.Provider.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            ApiTokenListCommand.class,
            ApiTokenCreateCommand.class,
            ApiTokenRotateCommand.class,
            ApiTokenRevokeCommand.class
        })
final class ApiTokenCommand {}
