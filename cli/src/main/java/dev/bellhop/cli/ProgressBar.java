package dev.bellhop.cli;

/// How far something is, on the last line of standard error; nothing where nobody sees it.
final class ProgressBar {
    private static final int WIDTH = 30;

    private final Surroundings here;
    private long shown = -1;

    ProgressBar(Surroundings here) {
        this.here = here;
    }

    void reached(long done, long of) {
        long percent = of == 0 ? 100 : Math.min(100, 100 * done / of);
        if (!here.colours().enabled() || percent == shown) {
            return;
        }
        shown = percent;
        int full = (int) (WIDTH * percent / 100);
        here.err()
                .print(
                        "\r[%s%s] %3d %%"
                                .formatted("#".repeat(full), ".".repeat(WIDTH - full), percent));
        here.err().flush();
    }

    /// Takes it away again, so that what follows stands alone.
    void end() {
        if (shown >= 0) {
            here.err().print("\r\u001b[K");
            here.err().flush();
        }
    }
}
