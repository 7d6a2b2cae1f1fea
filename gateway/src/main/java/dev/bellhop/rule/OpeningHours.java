package dev.bellhop.rule;

import dev.bellhop.site.Site;
import dev.bellhop.site.Sites;

import java.time.Instant;
import java.util.OptionalLong;

/// Whether somebody is there to answer a conversation.
public final class OpeningHours {
    private OpeningHours() {}

    /// By the hours of the site; of a conversation with a number, by those of the first site that
    /// the number relays. Who has no hours is always open.
    public static boolean isOpen(
            Sites sites, OptionalLong siteId, OptionalLong channelId, Instant at) {
        var site =
                siteId.isPresent()
                        ? sites.find(siteId.getAsLong())
                        : sites.all().stream()
                                .filter(it ->
                                        channelId.isPresent() && it.channelId().equals(channelId))
                                .findFirst();
        return site.flatMap(Site::hours).map(hours -> hours.isOpenAt(at)).orElse(true);
    }
}
