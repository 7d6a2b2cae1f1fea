package dev.bellhop.admin;

import java.util.List;

/// Ticks that moved. Event `c-CODE`.
public record Ticks(List<TickMark> marks) implements Fragment {
    public Ticks {
        marks = List.copyOf(marks);
    }

    @Override
    public String template() {
        return "inbox/ticks-live.jte";
    }
}
