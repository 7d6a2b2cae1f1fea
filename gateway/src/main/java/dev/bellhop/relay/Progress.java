package dev.bellhop.relay;

import dev.bellhop.conversation.Desk;
import dev.bellhop.conversation.Spot;
import dev.bellhop.db.Tx;
import dev.bellhop.outbox.Job;
import dev.bellhop.outbox.Outbox;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/// Tells the desk how far a message got, each time that something became known about one of the
/// ways it goes.
final class Progress {
    private static final Optional<String> PART_FAILED =
            Optional.of("A part of this message could not be delivered.");

    private final Desk desk;
    private final Outbox outbox;
    private final Sendings sendings;

    Progress(Desk desk, Outbox outbox, Sendings sendings) {
        this.desk = desk;
        this.outbox = outbox;
        this.sendings = sendings;
    }

    /// Says something beside a message's words.
    ///
    /// @return what to run after the commit
    Runnable remark(Tx tx, Job job, String line) {
        return desk.remark(tx, job.conversationId(), job.seq(), line);
    }

    /// News about a way of a message that did not fail.
    record News(Spot spot, Instant at) {}

    /// The same as below for several messages at once.
    ///
    /// @param all at most one of each message
    /// @return for each what to run after the commit
    List<Runnable> look(Tx tx, List<News> all) {
        var spots = all.stream().map(News::spot).toList();
        var left =
                outbox.lists()
                        .left(
                                tx,
                                spots.stream()
                                        .map(it -> new Outbox.About(it.conversationId(), it.seq()))
                                        .toList());
        var parts = sendings.partsOf(tx, spots);
        var then = new HashMap<Spot, Runnable>();
        var further = new ArrayList<Desk.Advance>();
        for (var news : all) {
            var spot = news.spot();
            var reached =
                    Reach.of(
                            parts.getOrDefault(spot, List.of()),
                            left.getOrDefault(
                                    new Outbox.About(spot.conversationId(), spot.seq()),
                                    List.of()));
            switch (reached) {
                case ACCEPTED -> {}
                case FAILED ->
                        then.put(
                                spot,
                                desk.advance(
                                        tx,
                                        spot.conversationId(),
                                        spot.seq(),
                                        reached,
                                        news.at(),
                                        PART_FAILED));
                case SENT, DELIVERED, READ ->
                        further.add(new Desk.Advance(spot, reached, news.at()));
            }
        }
        then.putAll(desk.advance(tx, further));
        return all.stream().map(it -> then.getOrDefault(it.spot(), () -> {})).toList();
    }

    /// Looks at all ways of a message. The caller holds its conversation: of two pieces of news at
    /// once, the second sees both.
    ///
    /// @param failure why what has just become known failed, if it did
    /// @return what to run after the commit
    Runnable look(Tx tx, long conversationId, int seq, Instant at, Optional<String> failure) {
        // The jobs first: one that is settled between the two reads, which takes no hold of the
        // conversation, is then seen on both sides. The other way round it would be on neither,
        // and a message whose other way failed would be said to have failed.
        var left = outbox.lists().left(tx, conversationId, seq);
        var reached = Reach.of(sendings.partsOf(tx, conversationId, seq), left);
        return switch (reached) {
            case ACCEPTED -> () -> {};
            case FAILED ->
                    desk.advance(
                            tx, conversationId, seq, reached, at, failure.or(() -> PART_FAILED));
            case SENT, DELIVERED, READ ->
                    desk.advance(tx, conversationId, seq, reached, at, Optional.empty());
        };
    }
}
