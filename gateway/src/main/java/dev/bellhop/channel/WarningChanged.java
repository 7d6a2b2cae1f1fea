package dev.bellhop.channel;

import dev.bellhop.live.News;

/// A warning was raised, got other words, or was cleared. Told on [dev.bellhop.live.Topic#CHANNELS]
/// after the commit; what stands now is in the table.
///
/// @param isOpen whether it stands
public record WarningChanged(long channelId, Warning.Kind kind, boolean isOpen) implements News {}
