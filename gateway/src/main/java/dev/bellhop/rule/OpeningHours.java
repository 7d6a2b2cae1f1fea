package dev.bellhop.rule;

import dev.bellhop.site.Site;
import dev.bellhop.site.Sites;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/// Whether somebody is there to answer a conversation.
public final class OpeningHours {
    private OpeningHours() {}

    /// By the hours of [#siteOf]. Who has no hours is always open.
    public static boolean isOpen(
            Sites sites, OptionalLong siteId, OptionalLong channelId, Instant at) {
        return siteOf(sites, siteId, channelId)
                .flatMap(Site::hours)
                .map(hours -> hours.isOpenAt(at))
                .orElse(true);
    }

    /// By whose hours a conversation goes: its site's; of a conversation with a number, those of
    /// the first site that the number relays.
    public static Optional<Site> siteOf(Sites sites, OptionalLong siteId, OptionalLong channelId) {
        return siteId.isPresent()
                ? sites.find(siteId.getAsLong())
                : sites.all().stream()
                        .filter(it -> channelId.isPresent() && it.channelId().equals(channelId))
                        .findFirst();
    }
}
