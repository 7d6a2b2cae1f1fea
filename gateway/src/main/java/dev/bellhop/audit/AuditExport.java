package dev.bellhop.audit;

import com.fasterxml.jackson.databind.node.ObjectNode;

import de.siegmar.fastcsv.writer.CsvWriter;

import dev.bellhop.web.Csv;
import dev.bellhop.web.Json;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Writes the log out, oldest first, a page at a time, so that a long one costs no more memory than
/// a short one. That somebody took it away is itself the last entry of what they get.
final class AuditExport {
    private static final int PAGE = 1_000;

    /// How it is written.
    enum Format {
        /// For spreadsheets (RFC 4180).
        CSV("text/csv; charset=utf-8"),
        /// With all that it takes to check it without a gateway: an object on each line, the
        /// checkpoints among the entries, the public keys in front and the count at the end.
        JSONL("application/x-ndjson");

        private final String type;

        Format(String type) {
            this.type = type;
        }

        String type() {
            return type;
        }

        String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Optional<Format> read(String wireName) {
            return Arrays.stream(values()).filter(it -> it.wireName().equals(wireName)).findFirst();
        }
    }

    private final Audit audit;
    private final Entries entries;
    private final Checkpoints checkpoints;
    private final Clock clock;

    AuditExport(Audit audit, Entries entries, Checkpoints checkpoints, Clock clock) {
        this.audit = audit;
        this.entries = entries;
        this.checkpoints = checkpoints;
        this.clock = clock;
    }

    /// An export that is about to be written: it is in the log, and signed.
    final class Prepared {
        private final Format format;
        private final Filter filter;
        private final Actor actor;
        private final long last;

        private Prepared(Format format, Filter filter, Actor actor, long last) {
            this.format = format;
            this.filter = filter;
            this.actor = actor;
            this.last = last;
        }

        String fileName() {
            return "bellhop-audit-%d.%s".formatted(last, format.wireName());
        }

        Format format() {
            return format;
        }

        /// Writes all of it, and leaves the stream open: whoever closes it says that it is whole.
        void write(OutputStream to) throws IOException {
            switch (format) {
                case CSV -> csv(to);
                case JSONL -> lines(to);
            }
        }

        private void csv(OutputStream to) throws IOException {
            var csv = CsvWriter.builder().build(writer(to));
            csv.writeRecord(
                    "id",
                    "at",
                    "actor_kind",
                    "actor_id",
                    "actor",
                    "action",
                    "object",
                    "detail",
                    "hash");
            for (var page = page(0); !page.isEmpty(); page = page(idOf(page))) {
                page.forEach(link -> csv.writeRecord(cells(link)));
            }
            csv.flush();
        }

        private void lines(OutputStream to) throws IOException {
            var out = writer(to);
            line(out, head());
            long count = 0;
            long from = 1;
            for (var page = page(0); !page.isEmpty(); page = page(idOf(page))) {
                var signed = signed(from, idOf(page));
                var next = signed.hasNext() ? Optional.of(signed.next()) : none();
                for (Link link : page) {
                    line(out, typed("entry", AuditJson.exact(link)));
                    while (next.filter(it -> it.entryId() == link.entry().id()).isPresent()) {
                        line(out, typed("checkpoint", AuditJson.checkpoint(next.get())));
                        next = signed.hasNext() ? Optional.of(signed.next()) : none();
                    }
                }
                count += page.size();
                from = idOf(page) + 1;
            }
            line(out, typed("end", Json.object().put("entries", count)));
            out.flush();
        }

        /// What is only some of it has holes, over which no checkpoint reaches.
        private Iterator<Checkpoint> signed(long from, long to) {
            return filter.isAll()
                    ? checkpoints.between(from, to).iterator()
                    : java.util.Collections.emptyIterator();
        }

        private ObjectNode head() {
            var head =
                    typed("log", Json.object().put("format", "bellhop-audit-1"))
                            .put(
                                    "exported_at",
                                    clock.instant().truncatedTo(ChronoUnit.MILLIS).toString())
                            .put("by", actor.name())
                            .put("whole", filter.isAll())
                            .put("last_entry", last);
            head.set("filter", AuditJson.filter(filter));
            AuditJson.keys(head, checkpoints.keys().all());
            return head;
        }

        private List<Link> page(long after) {
            return entries.after(after, filter, PAGE).stream()
                    .takeWhile(link -> link.entry().id() <= last)
                    .toList();
        }
    }

    /// Writes down that somebody exports, and signs the log as it is then.
    Prepared prepare(Actor actor, Format format, Filter filter) {
        var detail = Json.object().put("format", format.wireName());
        detail.set("filter", AuditJson.filter(filter));
        audit.append(actor, "audit.exported", "audit log", Json.text(detail));
        long last = checkpoints.make().orElseThrow().entryId();
        return new Prepared(format, filter, actor, last);
    }

    private static Optional<Checkpoint> none() {
        return Optional.empty();
    }

    private static long idOf(List<Link> page) {
        return page.getLast().entry().id();
    }

    private static ObjectNode typed(String type, ObjectNode members) {
        ObjectNode node = Json.object().put("type", type);
        node.setAll(members);
        return node;
    }

    private static BufferedWriter writer(OutputStream to) {
        return new BufferedWriter(new OutputStreamWriter(to, StandardCharsets.UTF_8), 1 << 16);
    }

    private static void line(BufferedWriter out, ObjectNode node) throws IOException {
        out.write(Json.text(node));
        out.write('\n');
    }

    private static List<String> cells(Link link) {
        var entry = link.entry();
        var id = entry.actor().id();
        return List.of(
                Long.toString(entry.id()),
                entry.at().toString(),
                entry.actor().kind(),
                id.isPresent() ? Long.toString(id.getAsLong()) : "",
                Csv.text(entry.actor().name()),
                entry.action(),
                Csv.text(entry.subject()),
                Csv.text(entry.detail()),
                link.seal());
    }
}
