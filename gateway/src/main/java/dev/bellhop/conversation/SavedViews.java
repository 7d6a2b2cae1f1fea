package dev.bellhop.conversation;

import dev.bellhop.conversation.Conversations.Listing;
import dev.bellhop.conversation.Conversations.View;
import dev.bellhop.db.Database;
import dev.bellhop.db.DuplicateKey;
import dev.bellhop.db.Row;
import dev.bellhop.db.Tx;
import dev.bellhop.web.Code;
import dev.bellhop.web.Refusal;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/// The keeper of `saved_view`: lists that agents have put together and named, each for themselves.
public final class SavedViews {
    /// As many as one agent keeps.
    public static final int MAX = 20;

    /// The longest name, in characters.
    public static final int NAME_MAX = 40;

    private final Database database;

    SavedViews(Database database) {
        this.database = database;
    }

    /// A list under a name.
    ///
    /// @param words what is looked for; empty for nothing
    public record Saved(long id, String name, Listing listing, String words) {}

    /// An agent's, by name.
    public List<Saved> of(long agentId) {
        return database.read(tx ->
                tx.query(
                        """
                        SELECT id, agent_id, name, view, kind, site_id, label_id, team_id, words
                        FROM saved_view WHERE agent_id = ? ORDER BY name
                        """,
                        SavedViews::saved,
                        agentId));
    }

    /// Keeps a list for the agent whose it is.
    ///
    /// @throws Refusal `invalid` for a name that is none; `conflict` for one that there is, and
    ///   when the agent has [#MAX]
    public void save(String name, Listing listing, String words, Instant at) {
        var called = name(name);
        named(tx -> {
            // One after the other: two that are saved at once are counted, too.
            var _ =
                    tx.one(
                                    "SELECT id FROM agent WHERE id = ? FOR UPDATE",
                                    row -> row.number("id"),
                                    listing.agentId())
                            .orElseThrow(() -> Refusal.of(Code.NOT_FOUND));
            if (count(tx, listing.agentId()) >= MAX) {
                throw Refusal.of(
                        Code.CONFLICT, "You have " + MAX + " saved views. Delete one first.");
            }
            tx.change(
                    """
                    INSERT INTO saved_view
                      (agent_id, name, view, kind, site_id, label_id, team_id, words, created_at)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                    listing.agentId(),
                    called,
                    listing.view().wireName(),
                    listing.kind().map(Kind::wireName),
                    nullable(listing.siteId()),
                    nullable(listing.labelId()),
                    nullable(listing.teamId()),
                    Text.cut(words, 200),
                    at);
        });
    }

    /// Gives one of an agent's another name.
    ///
    /// @throws Refusal `not_found`; as [#save]
    public void rename(long agentId, long id, String name) {
        var called = name(name);
        named(tx -> {
            boolean there =
                    tx.one(
                                    "SELECT id FROM saved_view WHERE id = ? AND agent_id = ? FOR"
                                            + " UPDATE",
                                    row -> row.number("id"),
                                    id,
                                    agentId)
                            .isPresent();
            if (!there) {
                throw Refusal.of(Code.NOT_FOUND);
            }
            tx.change("UPDATE saved_view SET name = ? WHERE id = ?", called, id);
        });
    }

    /// Forgets one of an agent's, if it is there.
    public void delete(long agentId, long id) {
        database.write(tx ->
                tx.change("DELETE FROM saved_view WHERE id = ? AND agent_id = ?", id, agentId));
    }

    private interface Writing {
        void in(Tx tx);
    }

    private void named(Writing writing) {
        try {
            boolean _ =
                    database.inTransaction(tx -> {
                        writing.in(tx);
                        return true;
                    });
        } catch (DuplicateKey taken) {
            throw Refusal.of(Code.CONFLICT, "You have a view of this name already.");
        }
    }

    private static String name(String entered) {
        var name = entered.strip().replaceAll("\\s+", " ");
        if (name.isEmpty()) {
            throw Refusal.of(Code.INVALID, "Give the view a name.");
        }
        if (name.codePointCount(0, name.length()) > NAME_MAX) {
            throw Refusal.of(Code.INVALID, "A name has at most " + NAME_MAX + " characters.");
        }
        return name;
    }

    private static long count(Tx tx, long agentId) {
        return tx.one(
                        "SELECT COUNT(*) AS views FROM saved_view WHERE agent_id = ?",
                        row -> row.number("views"),
                        agentId)
                .orElseThrow();
    }

    private static Optional<Long> nullable(OptionalLong id) {
        return id.isPresent() ? Optional.of(id.getAsLong()) : Optional.empty();
    }

    private static Saved saved(Row row) {
        return new Saved(
                row.number("id"),
                row.text("name"),
                new Listing(
                        View.valueOf(row.text("view").toUpperCase(Locale.ROOT)),
                        row.number("agent_id"),
                        row.textMaybe("kind").map(Kind::read),
                        row.numberMaybe("site_id"),
                        row.numberMaybe("label_id"),
                        row.numberMaybe("team_id")),
                row.text("words"));
    }
}
