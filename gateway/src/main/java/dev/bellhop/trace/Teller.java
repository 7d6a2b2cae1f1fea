package dev.bellhop.trace;

import dev.bellhop.meter.Reading;

import java.util.List;

/// Passes on what is over; it never waits, and never fails.
interface Teller extends AutoCloseable {
    void tell(Finished span);

    List<Reading> readings();

    @Override
    void close();
}
