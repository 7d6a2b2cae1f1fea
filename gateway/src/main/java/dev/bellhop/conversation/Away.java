package dev.bellhop.conversation;

import dev.bellhop.canned.Placeholders;
import dev.bellhop.db.Tx;
import dev.bellhop.rule.OpeningHours;
import dev.bellhop.site.AwayMessage;
import dev.bellhop.site.Hours;
import dev.bellhop.site.OpeningWords;
import dev.bellhop.site.Site;
import dev.bellhop.site.Sites;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/// Answers for whoever is not there: who writes while a site is closed is told so, once for each
/// time of being closed, in the commit that stores what they wrote. Who was told of an opening that
/// is not to be any more, because the hours were changed, is told again.
final class Away {
    /// When it is said again where nobody knows of an opening.
    private static final Duration UNKNOWN = Duration.ofDays(7);

    private final Conversations conversations;
    private final Sites sites;
    private final AutoReply autoReply;

    Away(Conversations conversations, Sites sites, AutoReply autoReply) {
        this.conversations = conversations;
        this.sites = sites;
        this.autoReply = autoReply;
    }

    /// Whether a customer who writes now is to be told.
    ///
    /// @param conversation as it was before they wrote
    boolean isDue(Conversation conversation, Instant now) {
        return site(conversation)
                .filter(site -> site.away().isPresent())
                .flatMap(Site::hours)
                .filter(hours -> !hours.isOpenAt(now))
                .filter(hours -> !isTold(conversation, hours, now))
                .isPresent();
    }

    private static boolean isTold(Conversation conversation, Hours hours, Instant now) {
        return conversation
                .awayUntil()
                .filter(now::isBefore)
                .filter(until -> hours.nextOpening(now).map(until::equals).orElse(true))
                .isPresent();
    }

    /// Tells them, if it is due.
    ///
    /// @param before the conversation as it was before they wrote
    void answer(Tx tx, Conversation before, Visitor visitor, Instant now, Afterwards after) {
        if (!isDue(before, now)) {
            return;
        }
        var site = site(before).orElseThrow();
        var hours = site.hours().orElseThrow();
        var opening = hours.nextOpening(now);
        SelfSaid.text(words(site, hours, opening, visitor, now))
                .ifPresent(text -> {
                    conversations.isAwayUntil(
                            tx, before.id(), opening.orElseGet(() -> now.plus(UNKNOWN)));
                    autoReply.give(
                            tx,
                            conversations.lock(tx, before.id()).orElseThrow(),
                            text,
                            Optional.of(site.name()),
                            after);
                });
    }

    private static String words(
            Site site, Hours hours, Optional<Instant> opening, Visitor visitor, Instant now) {
        var wording = site.away().orElseThrow().words().forReaderOf(visitor.locale());
        var zone = visitor.zone().flatMap(Away::zone).orElse(hours.zone());
        var facts =
                AwayMessage.facts(
                        opening.map(it -> OpeningWords.of(it, now, zone, wording.language())),
                        visitor.name(),
                        Optional.of(site.name()));
        return Placeholders.say(wording.text(), facts);
    }

    private static Optional<ZoneId> zone(String name) {
        try {
            return Optional.of(ZoneId.of(name));
        } catch (DateTimeException unknown) {
            return Optional.empty();
        }
    }

    private Optional<Site> site(Conversation conversation) {
        return OpeningHours.siteOf(sites, conversation.siteId(), conversation.channelId());
    }
}
