package dev.bellhop.cli;

import picocli.CommandLine.Command;

/// `bellhop audit`: who did what, and whether anybody changed that since.
@Command(
        name = "audit",
        description = "Read, check and export the audit log.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.Provider.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            AuditListCommand.class,
            AuditTailCommand.class,
            AuditShowCommand.class,
            AuditVerifyCommand.class,
            AuditExportCommand.class
        })
final class AuditCommand {}
