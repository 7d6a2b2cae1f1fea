package dev.bellhop.channel;

/// What a look at one thing found, for a person.
///
/// @param words what is there
/// @param remedy what to do, with where to click at Meta; empty when there is nothing to do
record Finding(State state, String words, String remedy) {

    /// How it is, from good to bad.
    enum State {
        OK,
        SKIPPED,
        WARNING,
        FAILED
    }

    static Finding ok(String words) {
        return new Finding(State.OK, words, "");
    }

    static Finding skipped(String words) {
        return new Finding(State.SKIPPED, words, "");
    }

    static Finding warning(String words, String remedy) {
        return new Finding(State.WARNING, words, remedy);
    }

    static Finding failed(String words, String remedy) {
        return new Finding(State.FAILED, words, remedy);
    }

    /// Both in one: the words of both, the remedy and state of the worse.
    Finding and(Finding other) {
        var worse = other.state.compareTo(state) > 0 ? other : this;
        return new Finding(worse.state, words + " " + other.words, worse.remedy);
    }

    boolean isBad() {
        return state == State.WARNING || state == State.FAILED;
    }
}
