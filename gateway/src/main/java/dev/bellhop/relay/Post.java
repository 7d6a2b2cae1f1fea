package dev.bellhop.relay;

import dev.bellhop.channel.Channel;
import dev.bellhop.outbox.Job;
import dev.bellhop.whatsapp.Outgoing;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// What one job sends.
///
/// @param parts one step of the job each
/// @param phoneId the inbox phone that gets it, if it is one
/// @param carried jobs whose messages go with this one's
record Post(
        Channel channel,
        List<Outgoing> parts,
        Optional<String> quote,
        OptionalLong phoneId,
        List<Job> carried) {

    Post(Channel channel, Outgoing what, Optional<String> quote) {
        this(channel, List.of(what), quote, OptionalLong.empty(), List.of());
    }

    /// What a step sends.
    Outgoing part(int step) {
        return parts.get(Math.min(step, parts.size() - 1));
    }
}
