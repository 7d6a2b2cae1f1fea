package dev.bellhop.relay;

import dev.bellhop.whatsapp.Outgoing;

import java.util.Optional;

/// Says a visitor's words by a template, which is all that Meta lets pass to a phone that has not
/// written for a day.
public interface FallbackTemplate {

    /// The channel's template for this, filled.
    ///
    /// @param who the visitor's name and the conversation's code, on one line
    /// @param words what the visitor says, on one line and not too long
    /// @return empty when the channel has no approved template for it: then the words wait
    Optional<Outgoing.Template> fill(long channelId, String who, String words);
}
