package dev.bellhop.conversation;

import dev.bellhop.db.Database;
import dev.bellhop.db.DuplicateKey;
import dev.bellhop.db.Tx;
import dev.bellhop.live.Live;
import dev.bellhop.live.Topic;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;

/// The keeper of `visitor_known` and `visitor_token`: customers for whom their site vouches, whom
/// it is told again on every device.
///
/// A customer is a row of their own. What somebody said in this browser just before they signed in
/// is theirs: the open conversation of the stranger goes over to the customer. Never the other way
/// round, and nothing that was closed before: the browser may have been another person's.
public final class KnownVisitors {
    private static final int DEVICES_MAX = 20;

    /// A customer who was met.
    ///
    /// @param movedFrom the stranger whose open conversation is theirs now
    public record Met(Visitor visitor, OptionalLong movedFrom) {}

    private final Database database;
    private final Visitors visitors;
    private final Conversations conversations;
    private final Messages messages;
    private final Live live;
    private final Clock clock;

    public KnownVisitors(
            Database database,
            Visitors visitors,
            Conversations conversations,
            Messages messages,
            Live live,
            Clock clock) {
        this.database = database;
        this.visitors = visitors;
        this.conversations = conversations;
        this.messages = messages;
        this.live = live;
        this.clock = clock;
    }

    /// Finds the customer, or makes a row for them.
    ///
    /// @param stranger whose token came with the hello
    public Met meet(long siteId, String knownAs, Optional<Visitor> stranger) {
        long id = find(siteId, knownAs).orElseGet(() -> make(siteId, knownAs));
        var moved = new ArrayList<Long>();
        if (stranger.isPresent() && stranger.get().id() != id && !stranger.get().blocked()) {
            moved.addAll(
                    database.inTransaction(tx ->
                            isKnown(tx, stranger.get().id())
                                    ? List.<Long>of()
                                    : move(tx, stranger.get().id(), id)));
        }
        moved.forEach(it -> live.tell(Topic.INBOX, new Happening.Changed(it)));
        return new Met(
                visitors.find(id).orElseThrow(),
                moved.isEmpty()
                        ? OptionalLong.empty()
                        : OptionalLong.of(stranger.orElseThrow().id()));
    }

    private Optional<Long> find(long siteId, String knownAs) {
        return database.read(tx -> find(tx, siteId, knownAs));
    }

    private static Optional<Long> find(Tx tx, long siteId, String knownAs) {
        return tx.one(
                "SELECT visitor_id FROM visitor_known WHERE site_id = ? AND known_as = ?",
                row -> row.number("visitor_id"),
                siteId,
                knownAs);
    }

    /// Of two devices that meet a new customer at once, one makes the row and both use it.
    private long make(long siteId, String knownAs) {
        var now = clock.instant();
        try {
            return database.inTransaction(tx -> {
                long id = visitors.arrive(tx, siteId, Optional.empty(), now);
                tx.change(
                        "INSERT INTO visitor_known (site_id, known_as, visitor_id, at)"
                                + " VALUES (?, ?, ?, ?)",
                        siteId,
                        knownAs,
                        id,
                        now);
                return id;
            });
        } catch (DuplicateKey madeByAnother) {
            return find(siteId, knownAs).orElseThrow(() -> madeByAnother);
        }
    }

    /// Gives one visitor the browsers and the names of another, who turned out to be them.
    static void inherit(Tx tx, long fromId, long toId, Instant now) {
        tx.change(
                """
                INSERT INTO visitor_token (token_hash, visitor_id, created_at)
                SELECT token_hash, ?, ? FROM visitor WHERE id = ? AND token_hash IS NOT NULL
                """,
                toId,
                now,
                fromId);
        tx.change("UPDATE visitor_token SET visitor_id = ? WHERE visitor_id = ?", toId, fromId);
        tx.change("UPDATE visitor_known SET visitor_id = ? WHERE visitor_id = ?", toId, fromId);
    }

    /// Whether a website vouches for who a visitor is.
    static boolean isKnown(Tx tx, long visitorId) {
        return tx.one(
                        "SELECT visitor_id FROM visitor_known WHERE visitor_id = ?",
                        row -> row.number("visitor_id"),
                        visitorId)
                .isPresent();
    }

    /// @return the conversations that changed
    private List<Long> move(Tx tx, long strangerId, long customerId) {
        LongStream.of(strangerId, customerId).sorted().forEach(id -> visitors.lock(tx, id));
        var theirs = conversations.openOf(tx, strangerId, Kind.WEB);
        if (theirs.isEmpty()) {
            return List.of();
        }
        var own = conversations.openOf(tx, customerId, Kind.WEB);
        LongStream.concat(theirs.stream(), own.stream())
                .sorted()
                .forEach(id -> conversations.lock(tx, id));
        long id = theirs.getAsLong();
        conversations.moveOne(tx, id, customerId);
        messages.movedTo(tx, id, customerId);
        own.stream()
                .forEach(other ->
                        conversations.close(
                                tx, Math.min(id, other), clock.instant(), Ending.UNSAID));
        return own.isPresent() ? List.of(id, own.getAsLong()) : List.of(id);
    }

    /// Gives a device of a customer's a token; the oldest of very many is forgotten.
    ///
    /// @param tokenHash what is kept of it
    public void addDevice(long visitorId, byte[] tokenHash) {
        Instant now = clock.instant();
        database.write(tx -> {
            tx.change(
                    "INSERT INTO visitor_token (token_hash, visitor_id, created_at) VALUES (?, ?,"
                            + " ?)",
                    tokenHash,
                    visitorId,
                    now);
            long devices =
                    tx.one(
                                    "SELECT COUNT(*) AS n FROM visitor_token WHERE visitor_id = ?",
                                    row -> row.number("n"),
                                    visitorId)
                            .orElse(0L);
            if (devices > DEVICES_MAX) {
                tx.change(
                        "DELETE FROM visitor_token WHERE visitor_id = ? ORDER BY created_at LIMIT"
                                + " ?",
                        visitorId,
                        devices - DEVICES_MAX);
            }
        });
    }

    /// A customer signs out on a device: what it holds brings them back no longer. A stranger has
    /// nothing but that, and keeps it.
    ///
    /// @param tokenHash what is kept of what the device holds
    /// @return whether it was a customer's
    public boolean signsOut(long visitorId, byte[] tokenHash) {
        return database.inTransaction(tx -> {
            if (!isKnown(tx, visitorId)) {
                return false;
            }
            tx.change("DELETE FROM visitor_token WHERE token_hash = ?", tokenHash);
            visitors.forgetToken(tx, visitorId, tokenHash);
            return true;
        });
    }

    /// Nobody is known under this row any more.
    void forget(Tx tx, long visitorId) {
        tx.change("DELETE FROM visitor_token WHERE visitor_id = ?", visitorId);
        tx.change("DELETE FROM visitor_known WHERE visitor_id = ?", visitorId);
    }
}
