package dev.bellhop.report;

import dev.bellhop.conversation.Kind;

import java.util.Optional;
import java.util.OptionalLong;

/// Of which conversations a report is; what is empty leaves nothing out.
public record Selection(
        OptionalLong siteId, Optional<Kind> kind, OptionalLong teamId, OptionalLong agentId) {

    /// All of them.
    public static final Selection ALL =
            new Selection(
                    OptionalLong.empty(),
                    Optional.empty(),
                    OptionalLong.empty(),
                    OptionalLong.empty());

    boolean isAll() {
        return equals(ALL);
    }
}
