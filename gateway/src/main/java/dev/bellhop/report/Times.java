package dev.bellhop.report;

import java.util.OptionalDouble;

/// How long something took, so many times.
///
/// @param average in seconds, exact
/// @param median in seconds, within 2 %
/// @param p90 what nine of ten did not exceed, in seconds, within 2 %
public record Times(long count, OptionalDouble average, OptionalDouble median, OptionalDouble p90) {
    static final Times NONE =
            new Times(0, OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty());
}
