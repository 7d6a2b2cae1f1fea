package dev.bellhop.panel;

import dev.bellhop.admin.Notice;
import dev.bellhop.admin.Place;
import dev.bellhop.admin.Section;
import dev.bellhop.admin.Settings;
import dev.bellhop.web.Access;
import dev.bellhop.web.Caller;
import dev.bellhop.web.Code;
import dev.bellhop.web.Permission;
import dev.bellhop.web.Refusal;
import dev.bellhop.web.Routes;

import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// The frame of Chat Settings: which of its pages an agent may open, and the navigation between
/// them. Who opens Chat Settings gets the first that is theirs.
public final class SettingsFrames {
    private final Panel panel;
    private final Shells shells;
    private final Supplier<Optional<Notice>> trouble;

    /// @param trouble what is wrong with the gateway itself, told to those who see how it is set up
    public SettingsFrames(Panel panel, Shells shells, Supplier<Optional<Notice>> trouble) {
        this.trouble = trouble;
        this.panel = panel;
        this.shells = shells;
    }

    public void register(Routes routes) {
        routes.get(Place.SETTINGS.path(), Access.signedIn(), this::first);
    }

    private void first(ServerRequest request, ServerResponse response) {
        var section =
                open(Callers.agent(request)).stream()
                        .findFirst()
                        .orElseThrow(() -> Refusal.of(Code.NOT_ALLOWED));
        panel.sendTo(response, section.path());
    }

    /// What a page stands in.
    public Settings of(Caller agent, Section here) {
        return new Settings(
                shells.of(agent, Place.SETTINGS),
                here,
                open(agent),
                agent.may(Permission.SETTINGS_READ) ? trouble.get() : Optional.empty());
    }

    private static List<Section> open(Caller agent) {
        return Arrays.stream(Section.values())
                .filter(it -> needed(it).map(agent::may).orElse(true))
                .toList();
    }

    /// What it takes to open a page; what may be done there is asked with each request.
    public static Access access(Section section) {
        return needed(section).map(Access::needs).orElseGet(Access::signedIn);
    }

    private static Optional<Permission> needed(Section section) {
        return switch (section) {
            case CREDENTIALS, INBOX_PHONES -> Optional.of(Permission.CHANNELS_READ);
            case WEBHOOK -> Optional.of(Permission.DELIVERIES_READ);
            case TEMPLATES -> Optional.of(Permission.TEMPLATES_READ);
            case AGENTS, TEAMS, ROLES -> Optional.of(Permission.AGENTS_READ);
            case API_TOKENS -> Optional.of(Permission.TOKENS_READ);
            case CANNED -> Optional.of(Permission.CONVERSATIONS_ANSWER);
            case RULES, HOURS, FOLLOW_UP, APPEARANCE, PRIVACY ->
                    Optional.of(Permission.SETTINGS_READ);
            case NOTIFICATIONS, SIGN_INS -> Optional.empty();
        };
    }
}
