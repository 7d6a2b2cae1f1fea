package dev.bellhop.conversation;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/// A person who writes to the business, on a site or on WhatsApp.
///
/// @param siteId the site whose widget they use
/// @param channelId the business number they write to
/// @param waId their WhatsApp number in digits
/// @param userId their business-scoped user id on WhatsApp
/// @param vouched what of it their site has signed
/// @param zone the time zone of their browser, as it names it
/// @param over whether the row is nobody's any more: it was joined into another, or forgotten
/// @param byUserId whether they are written to by it although a number is known: the number is not
///   shown, or leads nowhere
public record Visitor(
        long id,
        OptionalLong siteId,
        OptionalLong channelId,
        Optional<String> waId,
        Optional<String> userId,
        boolean byUserId,
        Optional<String> name,
        Optional<String> email,
        Optional<String> phone,
        Vouched vouched,
        Optional<String> locale,
        Optional<String> zone,
        Page page,
        boolean blocked,
        boolean over,
        Instant createdAt) {

    /// Which of a person's names are their site's word, and not their own.
    public record Vouched(boolean name, boolean email, boolean phone) {
        /// What is said of somebody for whom no site vouches.
        public static final Vouched NONE = new Vouched(false, false, false);

        /// Whether their site has said anything of them.
        public boolean any() {
            return name || email || phone;
        }
    }

    /// The page somebody is looking at, and how their visit began, as far as that is told.
    ///
    /// @param referrer the address from which they came to the site
    /// @param landing the first page of this visit
    public record Page(
            Optional<String> url,
            Optional<String> title,
            Optional<String> referrer,
            Optional<String> landing) {
        public static final Page NONE =
                new Page(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

        /// The page of somebody who was on the site before.
        public Page inside() {
            return new Page(url, title, Optional.empty(), Optional.empty());
        }

        /// Whether it tells how the visit began; what is known of an earlier one ends then.
        boolean tellsOfVisit() {
            return referrer.isPresent() || landing.isPresent();
        }
    }

    /// What to call them: their name, or "Visitor" with a number that tells them apart.
    public String shownName() {
        return shownName(id, called());
    }

    /// What they are called, by themselves or as WhatsApp knows them.
    public Optional<String> called() {
        return name.or(() -> waId.map(digits -> "+" + digits));
    }

    /// What to call somebody.
    public static String shownName(long id, Optional<String> called) {
        return called.orElseGet(() -> "Visitor " + (1000 + id % 9000));
    }
}
