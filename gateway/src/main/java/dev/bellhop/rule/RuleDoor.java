package dev.bellhop.rule;

import dev.bellhop.panel.Panel;
import dev.bellhop.panel.SettingsFrames;
import dev.bellhop.site.Sites;
import dev.bellhop.web.Routes;

import java.time.Clock;

/// The faces of routing rules.
public final class RuleDoor {
    private final RulesApi api;
    private final RulePages pages;

    public RuleDoor(Rules rules, Sites sites, Panel panel, SettingsFrames frames, Clock clock) {
        var trying = new Trying(sites, clock);
        this.api = new RulesApi(rules, trying);
        this.pages = new RulePages(rules, trying, panel, frames);
    }

    public void register(Routes routes) {
        api.register(routes);
        pages.register(routes);
    }
}
