package dev.bellhop.canned;

import dev.bellhop.panel.Panel;
import dev.bellhop.panel.SettingsFrames;
import dev.bellhop.web.Routes;
import dev.bellhop.web.SettingsPart;

/// The faces of canned responses.
public final class CannedDoor {
    private final CannedApi api;
    private final CannedPages pages;

    public CannedDoor(CannedResponses responses, Panel panel, SettingsFrames frames) {
        this.api = new CannedApi(responses);
        this.pages = new CannedPages(responses, panel, frames);
    }

    /// Everybody's responses, as they stand among all settings.
    public SettingsPart settings() {
        return api.settings();
    }

    public void register(Routes routes) {
        api.register(routes);
        pages.register(routes);
    }
}
