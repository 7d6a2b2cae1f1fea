package dev.bellhop.relay;

import java.time.Duration;

/// How many messages one person may get from one number.
///
/// @param burst how many at once
/// @param every the time in which one more is allowed
public record PairRate(int burst, Duration every) {}
