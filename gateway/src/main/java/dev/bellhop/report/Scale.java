package dev.bellhop.report;

/// Times in buckets that grow with them, so that a median is right within 2 % and those of two days
/// can be added. The bounds are those of DDSketch (Masson, Rim, Lee: "DDSketch: A Fast and
/// Fully-Mergeable Quantile Sketch with Relative-Error Guarantees", VLDB 2019).
final class Scale {
    private static final double ERROR = 0.02;
    private static final double GAMMA = (1 + ERROR) / (1 - ERROR);
    private static final double LOG_GAMMA = Math.log(GAMMA);

    /// What is longer is as long as this: four years.
    private static final double LONGEST_SECONDS = 4 * 366 * 86_400.0;

    /// The first holds what took less than a second.
    static final int BUCKETS = 2 + (int) Math.ceil(Math.log(LONGEST_SECONDS) / LOG_GAMMA);

    private Scale() {}

    static int bucket(long millis) {
        double seconds = millis / 1_000.0;
        if (seconds < 1) {
            return 0;
        }
        return 1 + (int) Math.ceil(Math.log(Math.min(seconds, LONGEST_SECONDS)) / LOG_GAMMA - 1e-9);
    }

    /// What stands for all times in a bucket, in seconds: none of them is further off than 2 %.
    static double seconds(int bucket) {
        return bucket == 0 ? 0 : 2 * Math.pow(GAMMA, bucket - 1) / (GAMMA + 1);
    }
}
