package dev.bellhop.rule;

import dev.bellhop.panel.Panel;
import dev.bellhop.panel.SettingsFrames;
import dev.bellhop.site.Sites;
import dev.bellhop.web.Routes;
import dev.bellhop.web.SettingsPart;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;

/// The faces of routing rules.
public final class RuleDoor {
    private static final Duration WEEK = Duration.ofDays(7);

    private final RulesApi api;
    private final RulePages pages;

    /// @param used how many conversations each rule has decided since a time
    public RuleDoor(
            Rules rules,
            Sites sites,
            Function<Instant, RuleCounts> used,
            Panel panel,
            SettingsFrames frames,
            Clock clock) {
        var trying = new Trying(sites, clock);
        this.api = new RulesApi(rules, trying);
        this.pages =
                new RulePages(
                        rules,
                        trying,
                        () -> used.apply(clock.instant().minus(WEEK)),
                        panel,
                        frames);
    }

    /// The rules, as they stand among all settings.
    public SettingsPart settings() {
        return api.settings();
    }

    public void register(Routes routes) {
        api.register(routes);
        pages.register(routes);
    }
}
