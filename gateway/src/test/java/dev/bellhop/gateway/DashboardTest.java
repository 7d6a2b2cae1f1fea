package dev.bellhop.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.web.Json;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The dashboard and the alerts ask for metrics that there are.
final class DashboardTest {
    private static final Pattern METRIC = Pattern.compile("\\bbellhop_[a-z0-9_]+");
    private static final Pattern ROW =
            Pattern.compile("^\\| `(bellhop_[a-z0-9_]+)`", Pattern.MULTILINE);

    @Test
    void theDashboardAsksForWhatThereIs() throws IOException {
        var dashboard = Files.readString(Path.of("../config/grafana-dashboard.json"));
        var panels = Json.parse(dashboard).path("panels");
        assertThat(panels.size()).isGreaterThan(20);
        var asked = new StringBuilder();
        panels.findValuesAsText("expr").forEach(it -> asked.append(it).append('\n'));
        assertThat(metrics(asked.toString())).isNotEmpty().isSubsetOf(documented());
    }

    @Test
    void theAlertsAskForWhatThereIs() throws IOException {
        var alerts = manual().substring(manual().indexOf("## Alerts"));
        assertThat(metrics(alerts)).isNotEmpty().isSubsetOf(documented());
    }

    private static String manual() throws IOException {
        return Files.readString(Path.of("../docs/metrics.md"));
    }

    private static Set<String> documented() throws IOException {
        return ROW.matcher(manual())
                .results()
                .map(row -> row.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> metrics(String text) {
        return METRIC.matcher(text)
                .results()
                .map(MatchResult::group)
                .map(name -> name.replaceFirst("_(bucket|sum|count)$", ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
