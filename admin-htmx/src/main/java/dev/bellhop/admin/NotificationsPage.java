package dev.bellhop.admin;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What an agent is called for, and when they are taken for away.
///
/// @param awayAfter in minutes; 0 for never
public record NotificationsPage(
        Settings settings, Set<Alert> alerts, boolean sound, int awayAfter, Optional<Notice> notice)
        implements Fragment {
    /// The minutes that are offered; 0 for never.
    public static final List<Integer> MINUTES = List.of(5, 10, 15, 30, 60, 0);

    public NotificationsPage {
        alerts = Set.copyOf(alerts);
    }

    @Override
    public String template() {
        return "settings/notifications.jte";
    }

    /// How a choice of minutes reads.
    public static String words(int minutes) {
        return minutes == 0 ? "Never by itself" : "After " + minutes + " minutes";
    }
}
