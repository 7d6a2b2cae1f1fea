package dev.bellhop.cli;

import picocli.CommandLine.Option;

/// For commands that change something.
final class DryRun {
    @Option(
            names = "--dry-run",
            description = "Check what is asked for, say what the gateway would be told, and stop.")
    private boolean on;

    /// The gateway, or one that is told nothing that would change it.
    Gateway of(Gateway gateway, Surroundings here) {
        return on
                ? gateway.asking(call -> {
                    here.err().println("Would do: " + call.inWords());
                    throw new Stop();
                })
                : gateway;
    }

    boolean isOn() {
        return on;
    }

    /// Everything was said that there is to say.
    static final class Stop extends RuntimeException {
        Stop() {
            super("told, and not done", null, false, false);
        }
    }
}
