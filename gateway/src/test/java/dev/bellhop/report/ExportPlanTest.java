package dev.bellhop.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/// Which days a file covers, and when it is due.
final class ExportPlanTest {
    private static ExportPlan plan(ExportPlan.Every every) {
        return new ExportPlan(
                Path.of("reports"),
                List.of("messages"),
                "csv",
                every,
                2,
                ZoneId.of("Europe/Lisbon"));
    }

    /// In Lisbon clocks go forward at 1:00 on 28 March 2027, and back at 2:00 on 31 October.
    @ParameterizedTest
    @CsvSource({
        "DAY, 2027-03-27T23:59:59Z, 2027-03-26, 2027-03-26, 2027-03-26",
        "DAY, 2027-03-28T00:59:59Z, 2027-03-27, 2027-03-26, 2027-03-26",
        "DAY, 2027-03-28T01:00:00Z, 2027-03-27, 2027-03-27, 2027-03-27",
        "DAY, 2027-10-31T01:59:59Z, 2027-10-30, 2027-10-29, 2027-10-29",
        "DAY, 2027-10-31T02:00:00Z, 2027-10-30, 2027-10-30, 2027-10-30",
        "WEEK, 2026-11-22T12:00:00Z, 2026-11-15, 2026-11-09, 2026-11-15",
        "WEEK, 2026-11-23T01:59:59Z, 2026-11-22, 2026-11-09, 2026-11-15",
        "WEEK, 2026-11-23T02:00:00Z, 2026-11-22, 2026-11-16, 2026-11-22",
        "MONTH, 2027-03-01T01:00:00Z, 2027-02-28, 2027-01-01, 2027-01-31",
        "MONTH, 2027-03-01T02:00:00Z, 2027-02-28, 2027-02-01, 2027-02-28"
    })
    void aFileIsDueWhenItsHourCame(
            ExportPlan.Every every, Instant now, String over, String from, String to) {
        var plan = plan(every);
        assertThat(plan.over(now).to()).isEqualTo(over);
        assertThat(plan.due(now).from()).isEqualTo(from);
        assertThat(plan.due(now).to()).isEqualTo(to);
        var next = plan.after(plan.due(now));
        assertThat(next.from()).isEqualTo(plan.due(now).to().plusDays(1));
    }

    @Test
    void whatThereIsNotIsRefused() {
        assertThatThrownBy(() ->
                        new ExportPlan(
                                Path.of("reports"),
                                List.of("sales"),
                                "csv",
                                ExportPlan.Every.DAY,
                                4,
                                ZoneId.of("UTC")))
                .hasMessageContaining("sales");
    }
}
