package dev.bellhop.cli;

/// How far something is, on the last line of standard error; nothing where nobody sees it. It is
/// drawn and taken away without colours and without moving a cursor.
final class ProgressBar {
    private static final int WIDTH = 30;

    private final Surroundings here;
    private final boolean isSeen;
    private long shown = -1;
    private int taken;

    ProgressBar(Surroundings here) {
        this.here = here;
        this.isSeen = here.errorsAreSeen().getAsBoolean();
    }

    void reached(long done, long of) {
        long percent = of == 0 ? 100 : Math.min(100, 100 * done / of);
        if (percent == shown) {
            return;
        }
        shown = percent;
        int full = (int) (WIDTH * percent / 100);
        draw("[%s%s] %3d %%".formatted("#".repeat(full), ".".repeat(WIDTH - full), percent));
    }

    /// The same for what has no end that is known before.
    void reached(String words) {
        draw(words);
    }

    private void draw(String line) {
        if (isSeen) {
            taken = Math.max(taken, line.length());
            here.err().print("\r" + line);
            here.err().flush();
        }
    }

    /// Takes it away again, so that what follows stands alone.
    void end() {
        if (taken > 0) {
            here.err().print("\r" + " ".repeat(taken) + "\r");
            here.err().flush();
            taken = 0;
        }
    }
}
