package dev.bellhop.relay;

import dev.bellhop.conversation.OnceKey;
import dev.bellhop.conversation.Spot;
import dev.bellhop.conversation.Status;
import dev.bellhop.db.Row;
import dev.bellhop.db.Tx;
import dev.bellhop.outbox.Job;
import dev.bellhop.web.Json;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// The keeper of `errand`: what Meta accepted that is no message of a conversation, which are
/// reactions and what Bellhop says to phones. It is kept as long as a status may tell that it
/// failed.
final class Errands {
    /// How many rows go at a time.
    static final int BATCH = 1_000;

    /// Something that Meta accepted under an id.
    ///
    /// @param job that sent it
    record Errand(String wamid, Job job, Status status, Instant at) {
        /// What a reaction is on; empty for what is none.
        Optional<Spot> spot() {
            return Errands.spot(job);
        }

        /// The phone that was asked; empty for what goes to a customer.
        OptionalLong phoneId() {
            return isQuestion() ? OptionalLong.of(receiverId()) : OptionalLong.empty();
        }

        boolean isQuestion() {
            return job.kind().equals(Outbound.ASK);
        }

        private long receiverId() {
            return Long.parseLong(job.lane().substring(job.lane().indexOf(':') + 1));
        }

        /// As one who complains of a sending names it.
        Sendings.Sending sending() {
            return new Sendings.Sending(0, 0, phoneId(), status, job.lane(), job.id(), 0);
        }

        private static Errand of(Row row) {
            return new Errand(
                    row.text("wamid"),
                    new Job(
                            row.number("outbox_id"),
                            row.text("lane"),
                            row.text("kind"),
                            0,
                            0,
                            row.text("payload"),
                            0,
                            0,
                            false,
                            "",
                            row.instant("job_at"),
                            false,
                            "",
                            Optional.empty(),
                            Optional.empty()),
                    Status.ofRank(row.integer("status")),
                    row.instant("at"));
        }
    }

    private static final String SELECT =
            """
            SELECT wamid, outbox_id, lane, kind, payload, job_at, status, at
            FROM errand
            """;

    /// What a reaction's job is on; empty for other jobs, and for reactions that were put in before
    /// their jobs said so.
    static Optional<Spot> spot(Job job) {
        return spot(job.payload());
    }

    static Optional<Spot> spot(String payload) {
        var json = Json.parse(payload);
        return json.path("conversation").isIntegralNumber()
                ? Optional.of(
                        new Spot(json.path("conversation").asLong(), json.path("seq").asInt()))
                : Optional.empty();
    }

    /// Notes that Meta accepted a job's errand; twice is once.
    void accepted(Tx tx, long channelId, String wamid, Job job, Instant at) {
        var spot = spot(job);
        tx.change(
                """
                INSERT IGNORE INTO errand
                  (channel_id, wamid_hash, wamid, conversation_id, seq, kind, lane, payload,
                   outbox_id, job_at, status, at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                channelId,
                OnceKey.ofWamid(channelId, wamid),
                wamid,
                spot.map(Spot::conversationId).orElse(0L),
                spot.map(Spot::seq).orElse(0),
                job.kind(),
                job.lane(),
                job.payload(),
                job.id(),
                job.createdAt(),
                Status.ACCEPTED.rank(),
                at);
    }

    Optional<Errand> find(Tx tx, long channelId, String wamid) {
        return tx.one(
                SELECT + "WHERE channel_id = ? AND wamid_hash = ? FOR UPDATE",
                Errand::of,
                channelId,
                OnceKey.ofWamid(channelId, wamid));
    }

    /// All that was accepted with a mark, oldest first: a send without an answer may have been
    /// accepted before it was repeated.
    List<Errand> withMark(Tx tx, long channelId, Callback mark) {
        return tx.query(
                SELECT + "WHERE outbox_id = ? AND job_at = ? AND channel_id = ? ORDER BY id",
                Errand::of,
                mark.outboxId(),
                mark.jobAt(),
                channelId);
    }

    /// All that was accepted of a job, however often it came back.
    List<Errand> ofJob(Tx tx, long jobId) {
        return tx.query(SELECT + "WHERE outbox_id = ? ORDER BY id", Errand::of, jobId);
    }

    /// Whether another reaction on the same message was accepted after that of a job.
    boolean isFollowed(Tx tx, Spot spot, long jobId) {
        return tx.one(
                        """
                        SELECT id FROM errand
                        WHERE conversation_id = ? AND seq = ? AND outbox_id > ?
                        LIMIT 1
                        """,
                        row -> row.number("id"),
                        spot.conversationId(),
                        spot.seq(),
                        jobId)
                .isPresent();
    }

    /// Advances one, forward only.
    void advance(Tx tx, long channelId, String wamid, Status status) {
        tx.change(
                """
                UPDATE errand SET status = ?
                WHERE channel_id = ? AND wamid_hash = ? AND status < ?
                """,
                status.rank(),
                channelId,
                OnceKey.ofWamid(channelId, wamid),
                status.rank());
    }

    /// Forgets what is so old that no status will tell of it.
    ///
    /// @return how many; at most [#BATCH] at a time
    long forget(Tx tx, Instant before) {
        return tx.change("DELETE FROM errand WHERE at < ? LIMIT " + BATCH, before);
    }

    /// Forgets what belongs to a conversation that is erased.
    void forget(Tx tx, long conversationId) {
        tx.change("DELETE FROM errand WHERE conversation_id = ?", conversationId);
    }
}
