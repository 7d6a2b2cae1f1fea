package dev.bellhop.outbox;

import dev.bellhop.db.Batch;
import dev.bellhop.db.Tx;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// How a try ended, what is written together with that, and what is told once it is written.
///
/// @param end what becomes of the job
/// @param also runs in the transaction that settles the job; as a [Shared] it is done with that of
///   others
/// @param then runs after that transaction's commit
/// @param otherwise runs instead when nothing is written, because the job was taken away or over
///   while it was tried: cleans up what the try left elsewhere
public record Settlement(End end, Consumer<Tx> also, Runnable then, Runnable otherwise) {
    public Settlement(End end, Consumer<Tx> also, Runnable then) {
        this(end, also, then, () -> {});
    }

    /// What becomes of a job after a try.
    public sealed interface End {
        /// Whether what stands behind it in its lane may be tried at once.
        default boolean goesOn() {
            return switch (this) {
                case Done _, Next _, Dead _ -> true;
                case Later _, Unsure _, Unread _ -> false;
            };
        }

        /// It is done and its row goes.
        record Done() implements End {}

        /// One step is done; the next follows at once.
        record Next() implements End {}

        /// Not now: try again at that time, or when somebody hastens what waits for this.
        ///
        /// @param waitsFor what it waits for, in a short word; empty for time alone
        /// @param isTry whether this counts as an attempt; nothing was tried when a gate was shut
        record Later(Instant at, String why, String waitsFor, boolean isTry) implements End {
            public Later(Instant at, String why) {
                this(at, why, "", true);
            }
        }

        /// There was no answer and it may have worked: look again at that time before repeating
        /// anything.
        record Unsure(Instant at, String why) implements End {}

        /// Nothing was tried, because news that may be about the last try, and came in time, are
        /// not read yet: look again at that time.
        ///
        /// @param until until when they could come
        record Unread(Instant at, Instant until) implements End {}

        /// It will never work; the row is kept for a person to see, and the lane goes on.
        record Dead(String why) implements End {}
    }

    /// What is written with others of its kind.
    public record Shared<I>(Batch<I, Boolean> kind, I input) implements Consumer<Tx> {
        @Override
        public void accept(Tx tx) {
            var _ = kind.apply(tx, List.of(input));
        }

        /// Does that of several, who are all of this one's kind.
        private void acceptAll(Tx tx, List<Shared<?>> all) {
            @SuppressWarnings("unchecked")
            var same = (List<Shared<I>>) (List<?>) all;
            var _ = kind.apply(tx, same.stream().map(Shared::input).toList());
        }
    }

    /// Writes what is written with the ends of these: first what is written together, which is what
    /// worked, and then the rest. Whoever looks at all ways of a message, because one of them has
    /// failed, must find the others: their jobs are gone already.
    static void add(Tx tx, List<Settlement> settlements) {
        var kinds = new LinkedHashMap<Batch<?, ?>, List<Shared<?>>>();
        for (var settlement : settlements) {
            if (settlement.also instanceof Shared<?> shared) {
                kinds.computeIfAbsent(shared.kind(), _ -> new ArrayList<>()).add(shared);
            }
        }
        kinds.values().forEach(all -> all.getFirst().acceptAll(tx, all));
        for (var settlement : settlements) {
            if (!(settlement.also instanceof Shared<?>)) {
                settlement.also.accept(tx);
            }
        }
    }

    /// An end with which news are written that somebody is told after the commit.
    ///
    /// @param also given who takes what runs then; a lost deadlock does it again, and what it put
    ///   there before is forgotten
    public static Settlement telling(End end, BiConsumer<Tx, Consumer<Runnable>> also) {
        var then = new ArrayList<Runnable>();
        return new Settlement(
                end,
                tx -> {
                    then.clear();
                    also.accept(tx, then::add);
                },
                () -> then.forEach(Runnable::run));
    }

    public static Settlement of(End end) {
        return new Settlement(end, _ -> {}, () -> {});
    }
}
