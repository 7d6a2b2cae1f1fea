package dev.bellhop.people;

import dev.bellhop.admin.RolesPage;
import dev.bellhop.admin.Section;
import dev.bellhop.panel.Callers;
import dev.bellhop.panel.Panel;
import dev.bellhop.panel.SettingsFrames;
import dev.bellhop.web.Permission;
import dev.bellhop.web.Routes;

import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.util.Arrays;
import java.util.List;

/// The table of roles in Chat Settings, drawn from [Role] and [Permission] themselves, so that it
/// says what is asked at each route.
final class RolePage {
    private final Panel panel;
    private final SettingsFrames frames;

    RolePage(Panel panel, SettingsFrames frames) {
        this.panel = panel;
        this.frames = frames;
    }

    void register(Routes routes) {
        routes.get(Section.ROLES.path(), SettingsFrames.access(Section.ROLES), this::page);
    }

    private void page(ServerRequest request, ServerResponse response) {
        panel.send(
                response,
                new RolesPage(
                        frames.of(Callers.agent(request), Section.ROLES),
                        Arrays.stream(Role.values())
                                .map(it -> new RolesPage.Column(it.title(), it.words()))
                                .toList(),
                        Arrays.stream(Permission.values()).map(RolePage::line).toList()));
    }

    private static RolesPage.Line line(Permission permission) {
        List<Boolean> allowed =
                Arrays.stream(Role.values())
                        .map(role -> role.permissions().contains(permission))
                        .toList();
        return new RolesPage.Line(permission.words(), permission.wireName(), allowed);
    }
}
