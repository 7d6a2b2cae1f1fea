package dev.bellhop.web;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/// Every rate limit, on one screen: how many at once, and how many come back in which time. Each
/// can be changed in the configuration as `limits.<name>.burst`, `.refill` and `.every`.
public enum Limit {
    /// New visitors of one address prefix; an office behind one address shares it.
    VISITOR_SESSIONS(60, 60, Duration.ofMinutes(1)),
    /// Messages of one visitor.
    VISITOR_MESSAGES(20, 20, Duration.ofSeconds(20)),
    /// Chats that begin from one address prefix: each is a letter of its own for the phones that
    /// answer, and those get one in some seconds.
    VISITOR_CHATS(10, 10, Duration.ofMinutes(10)),
    /// Frames of any kind on one socket.
    VISITOR_FRAMES(120, 120, Duration.ofSeconds(20)),
    /// Customers for whom a site is said to vouch and does not, of one address prefix.
    BAD_IDENTITIES(60, 60, Duration.ofMinutes(1)),
    /// Transcripts and erasures that one visitor, or one address prefix, asks for.
    VISITOR_RECORDS(10, 10, Duration.ofMinutes(1)),
    /// Customers who sign out, of one address prefix: a company's or a school's may be many at
    /// once.
    VISITOR_SIGN_OUTS(120, 120, Duration.ofMinutes(1)),
    /// Tries to sign in as one person from one address prefix.
    SIGN_IN(10, 10, Duration.ofMinutes(5)),
    /// Tries to sign in as one person in a browser in which they have signed in before; nobody
    /// elsewhere uses these up.
    SIGN_IN_KNOWN(10, 10, Duration.ofMinutes(5)),
    /// Codes of one person's second step, from one browser that is known or from all others.
    SECOND_STEP(5, 5, Duration.ofMinutes(15)),
    /// Passkeys that are asked for from one address prefix by whoever is not signed in.
    PASSKEYS(60, 60, Duration.ofMinutes(5)),
    /// Tries to sign in as anybody from one address prefix.
    SIGN_IN_ADDRESS(60, 60, Duration.ofMinutes(5)),
    /// Calls of the JSON API by one agent or API token.
    API(600, 600, Duration.ofMinutes(1)),
    /// Calls whose credential is missing or good for nothing, of one address prefix. Who has a good
    /// one beside them is not held off by it.
    BAD_CALLS(300, 300, Duration.ofMinutes(1)),
    /// What one agent does in the panel: each press of a button, and that they are typing.
    PANEL(600, 600, Duration.ofMinutes(1)),
    /// How often one address prefix asks for the description of the API.
    API_DESCRIPTION(120, 120, Duration.ofMinutes(1)),
    /// How often one address prefix asks what a site's button looks like. A provider of mobile
    /// phones has thousands behind one address.
    SITES(3_000, 3_000, Duration.ofMinutes(1)),
    /// How often one address prefix asks for files, by pieces of films too.
    FILES(3_000, 3_000, Duration.ofMinutes(1)),
    /// How often one address prefix asks for a way to go on on WhatsApp.
    HANDOVERS(300, 300, Duration.ofMinutes(1)),
    /// Tests, rotations, subscriptions and template calls of one channel, each of which asks Meta.
    CHANNEL_CALLS(30, 30, Duration.ofMinutes(1)),
    /// Answers that one agent or API token sends.
    ANSWERS(120, 120, Duration.ofMinutes(1)),
    /// Files that one agent, API token or visitor uploads.
    UPLOADS(30, 30, Duration.ofMinutes(1)),
    /// Notifications of one channel, twice what one gateway is made to acknowledge: this stops a
    /// sender that has gone mad, and never Meta's busiest hour.
    WEBHOOKS(20_000, 10_000, Duration.ofSeconds(1)),
    /// Notifications that were refused for their signature or form and are listed in the monitor,
    /// of one address prefix; those above it are counted and no more.
    BAD_WEBHOOKS(60, 60, Duration.ofMinutes(1));

    private static final Set<Limit> OPEN_DOORS =
            EnumSet.of(BAD_CALLS, API_DESCRIPTION, SITES, FILES, HANDOVERS);

    private static final Set<Limit> KEYHOLES =
            EnumSet.of(BAD_CALLS, BAD_WEBHOOKS, SIGN_IN, SIGN_IN_ADDRESS, PASSKEYS);

    private final long burst;
    private final long refill;
    private final Duration every;

    Limit(long burst, long refill, Duration every) {
        this.burst = burst;
        this.refill = refill;
        this.every = every;
    }

    /// Whether each gateway counts it by itself, even where several share the others: it holds what
    /// one gateway can take, at a place where asking elsewhere each time would cost more than it
    /// saves.
    public boolean isEachGatewaysOwn() {
        return this == VISITOR_FRAMES || this == WEBHOOKS || this == PANEL || isOfOpenDoors();
    }

    /// Whether anybody at all can have a bucket of it by asking for a page that is open, from
    /// however many addresses they have.
    boolean isOfOpenDoors() {
        return OPEN_DOORS.contains(this);
    }

    /// Whether it is written down at which address it was reached: who tries keys at doors that are
    /// not theirs, and never a visitor, whose address would stay in the log for good.
    boolean namesAddresses() {
        return KEYHOLES.contains(this);
    }

    /// What is in force unless the configuration says otherwise.
    public Rate rate() {
        return new Rate(burst, refill, every);
    }

    /// The name in configuration keys, such as `visitor-messages`.
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// A token bucket: holds `burst` tokens, gets `refill` of them back evenly over each `every`.
    public record Rate(long burst, long refill, Duration every) {
        public Rate {
            if (burst < 1 || refill < 1 || every.isNegative() || every.isZero()) {
                throw new IllegalArgumentException(
                        "a limit needs a burst, a refill and a time above 0");
            }
        }

        /// A bucket for so many.
        Rate times(int count) {
            return new Rate(burst * count, refill * count, every);
        }

        /// How long an empty bucket takes to fill.
        Duration whole() {
            return every.multipliedBy(burst).dividedBy(refill).plusMillis(1);
        }
    }
}
