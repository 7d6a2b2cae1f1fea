package dev.bellhop.cli;

/// A command could not do what it was asked. It says what happened, why, and what to do, a line
/// each.
final class Failure extends RuntimeException {
    private final Exit exit;
    private final String why;
    private final String remedy;

    Failure(Exit exit, String what, String why, String remedy) {
        super(what, null, false, false);
        this.exit = exit;
        this.why = why;
        this.remedy = remedy;
    }

    Exit exit() {
        return exit;
    }

    String what() {
        return String.valueOf(getMessage());
    }

    String why() {
        return why;
    }

    String remedy() {
        return remedy;
    }
}
