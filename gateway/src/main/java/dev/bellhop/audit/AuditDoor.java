package dev.bellhop.audit;

import dev.bellhop.panel.Panel;
import dev.bellhop.panel.Shells;
import dev.bellhop.web.Routes;

import java.time.Clock;
import java.time.ZoneId;

/// The faces of the audit log: for programs, and in the panel.
public final class AuditDoor {
    private final AuditApi api;
    private final AuditPages pages;

    /// @param zone whose clock the times in the panel are read from
    public AuditDoor(AuditLog log, Panel panel, Shells shells, ZoneId zone, Clock clock) {
        this.api = new AuditApi(log);
        this.pages = new AuditPages(log, new AuditDrawing(zone, clock), panel, shells, zone);
    }

    public void register(Routes routes) {
        api.register(routes);
        pages.register(routes);
    }
}
