package dev.bellhop.cli;

import picocli.CommandLine.Command;

/// `bellhop key`: the keys that seal what is secret.
@Command(
        name = "key",
        description = "Show and rotate the keys that seal secrets.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.Provider.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {KeyListCommand.class, KeyRotateCommand.class})
final class KeyCommand {}
