package dev.bellhop.people;

import dev.bellhop.db.Database;
import dev.bellhop.panel.Panel;
import dev.bellhop.panel.SettingsFrames;
import dev.bellhop.web.BodyBudget;
import dev.bellhop.web.Cookies;
import dev.bellhop.web.Peers;
import dev.bellhop.web.Routes;
import dev.bellhop.web.SettingsPart;

import java.net.URI;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// The faces of agents, teams and roles: the API for programs, and the pages of Chat Settings.
public final class PeopleDoor {

    /// What it stands on.
    ///
    /// @param leaving gives back what is somebody's who is disabled
    /// @param tokens what programs sign in with
    /// @param phones the inbox phones of agents as people read them, by agent
    /// @param publicUrl how people reach the panel; asked with each link
    /// @param zone whose clock the times in the panel are read from
    public record Ground(
            Database database,
            Agents agents,
            Teams teams,
            Sessions sessions,
            SignIn signIn,
            SecondSteps secondSteps,
            SecondStepRule rule,
            Cookies cookies,
            BodyBudget bodies,
            Leaving leaving,
            Presences presences,
            ApiTokens tokens,
            Supplier<Map<Long, List<String>>> phones,
            Supplier<URI> publicUrl,
            Peers peers,
            ZoneId zone,
            Clock clock) {}

    private final AgentsApi api;
    private final SessionsApi sessionsApi;
    private final AgentPages agentPages;
    private final TeamsApi teamsApi;
    private final TeamPages teamPages;
    private final RolePage rolePage;
    private final ApiTokensApi tokensApi;
    private final ApiTokenPages tokenPages;
    private final SignInsPages signInsPages;
    private final SecondStepSettings secondStepSettings;
    private final PasskeyPages passkeyPages;
    private final PresencePages presencePages;

    public PeopleDoor(Ground ground, Panel panel, SettingsFrames frames) {
        var agents = ground.agents();
        var sessions = ground.sessions();
        var signIn = ground.signIn();
        var staff =
                new Staff(
                        ground.database(),
                        agents,
                        sessions,
                        signIn,
                        ground.tokens(),
                        ground.leaving());
        var roster = new Roster(ground.database(), ground.clock());
        var drawing = new AgentDrawing(ground.zone(), ground.presences(), ground.clock());
        this.api = new AgentsApi(staff, roster, ground.presences(), ground.publicUrl());
        this.sessionsApi = new SessionsApi(staff, roster, sessions);
        this.agentPages =
                new AgentPages(
                        staff, roster, drawing, ground.phones(), panel, frames, ground.publicUrl());
        this.teamsApi = new TeamsApi(ground.teams());
        this.teamPages = new TeamPages(ground.teams(), agents, panel, frames);
        this.rolePage = new RolePage(panel, frames);
        this.tokensApi = new ApiTokensApi(ground.tokens());
        this.tokenPages =
                new ApiTokenPages(ground.tokens(), panel, frames, ground.zone(), ground.clock());
        this.presencePages = new PresencePages(ground.presences(), panel, frames);
        var doorstep = new Doorstep(signIn, panel, ground.cookies(), ground.peers());
        this.passkeyPages = new PasskeyPages(signIn.passkeys(), doorstep, panel, ground.bodies());
        this.signInsPages =
                new SignInsPages(
                        agents,
                        sessions,
                        staff,
                        signIn,
                        ground.secondSteps(),
                        ground.rule(),
                        drawing,
                        panel,
                        frames,
                        doorstep);
        this.secondStepSettings =
                new SecondStepSettings(
                        signIn,
                        ground.secondSteps(),
                        ground.rule(),
                        panel,
                        frames,
                        ground.publicUrl());
    }

    /// Teams, as they stand among all settings.
    public SettingsPart settings() {
        return teamsApi.settings();
    }

    public void register(Routes routes) {
        api.register(routes);
        sessionsApi.register(routes);
        new RolesApi().register(routes);
        agentPages.register(routes);
        teamsApi.register(routes);
        teamPages.register(routes);
        rolePage.register(routes);
        tokensApi.register(routes);
        tokenPages.register(routes);
        signInsPages.register(routes);
        secondStepSettings.register(routes);
        passkeyPages.register(routes);
        presencePages.register(routes);
    }
}
