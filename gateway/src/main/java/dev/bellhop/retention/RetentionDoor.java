package dev.bellhop.retention;

import dev.bellhop.audit.Audit;
import dev.bellhop.conversation.Blocks;
import dev.bellhop.conversation.Conversations;
import dev.bellhop.conversation.Visitors;
import dev.bellhop.db.Database;
import dev.bellhop.panel.Panel;
import dev.bellhop.panel.SettingsFrames;
import dev.bellhop.privacy.Privacy;
import dev.bellhop.visitor.VisitorDoor;
import dev.bellhop.web.Routes;

import java.time.Clock;
import java.time.ZoneId;

/// The faces of retention: for programs, and in Chat Settings.
public final class RetentionDoor {
    private final RetentionApi api;
    private final PrivacyApi privacyApi;
    private final PrivacyPages pages;

    /// What it stands on.
    ///
    /// @param zone whose clock the times in the panel are read from
    public record Ground(
            Database database,
            Retention retention,
            Privacy privacy,
            Cleaning cleaning,
            Conversations conversations,
            Visitors visitors,
            VisitorDoor visitorDoor,
            Blocks blocks,
            Audit audit,
            ZoneId zone,
            Clock clock) {}

    public RetentionDoor(Ground ground, Panel panel, SettingsFrames frames) {
        this.api = new RetentionApi(ground.retention(), ground.cleaning());
        this.privacyApi = new PrivacyApi(ground.privacy());
        this.pages =
                new PrivacyPages(
                        ground.retention(),
                        ground.privacy(),
                        ground.cleaning(),
                        new Persons(
                                ground.database(),
                                ground.conversations(),
                                ground.visitors(),
                                ground.visitorDoor(),
                                ground.blocks(),
                                ground.audit()),
                        new RetentionWords(ground.zone(), ground.clock()),
                        panel,
                        frames);
    }

    public void register(Routes routes) {
        api.register(routes);
        privacyApi.register(routes);
        pages.register(routes);
    }
}
