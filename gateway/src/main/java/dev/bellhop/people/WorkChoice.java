package dev.bellhop.people;

import dev.bellhop.admin.Alert;

import java.util.EnumSet;
import java.util.Set;

/// How an agent wants to work.
///
/// @param away whether they said that they are away
/// @param awayAfterMinutes after how long without a key or a pointer they are taken for away; 0 for
///   never
/// @param alerts what they are called for
/// @param sound whether a call makes a sound
public record WorkChoice(boolean away, int awayAfterMinutes, Set<Alert> alerts, boolean sound) {
    /// Of whoever has chosen nothing.
    public static final WorkChoice USUAL =
            new WorkChoice(false, 10, EnumSet.allOf(Alert.class), true);

    public WorkChoice {
        alerts = Set.copyOf(alerts);
    }

    WorkChoice with(boolean nowAway) {
        return new WorkChoice(nowAway, awayAfterMinutes, alerts, sound);
    }
}
