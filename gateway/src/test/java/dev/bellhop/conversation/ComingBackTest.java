package dev.bellhop.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.audit.Actor;
import dev.bellhop.db.Await;
import dev.bellhop.db.Database;
import dev.bellhop.db.HeldUp;
import dev.bellhop.db.UnderWay;
import dev.bellhop.outbox.MovedClock;
import dev.bellhop.people.Tokens;
import dev.bellhop.privacy.Choices;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Visitors who come back at the same time, as after a restart: each is found, noted and shown what
/// is theirs, as if they had come one by one.
final class ComingBackTest {
    private static final Visitor.Page NOWHERE = Visitor.Page.NONE;

    private final Parlour parlour = new Parlour();
    private final Database patient = HeldUp.patient(parlour.address);
    private final MovedClock clock = new MovedClock();
    private final Visitors visitors = new Visitors(patient, parlour.privacy, clock);
    private final Conversations conversations = new Conversations(patient, new Random(7));

    @AfterEach
    void close() {
        patient.close();
        parlour.close();
    }

    private byte[] newVisitor() {
        var hash = Tokens.hash(Tokens.make());
        visitors.arrive(parlour.siteId, hash);
        return hash;
    }

    private static Visitor.Page page(int number) {
        return new Visitor.Page(
                Optional.of("https://shop.example/" + number),
                Optional.of("Page " + number),
                number % 2 == 0
                        ? Optional.of("https://search.example/" + number)
                        : Optional.empty(),
                Optional.empty());
    }

    private Optional<Visitor> comesBack(byte[] hash, Visitor.Page page, String locale) {
        return visitors.comesBack(parlour.siteId, hash, page, Optional.of(locale));
    }

    private List<String> rows(String sql) {
        return parlour.database.read(tx -> tx.query(sql, row -> row.text("text")));
    }

    @Test
    void eachIsFoundAndNotedAtTheirOwnPage() {
        var hashes = new ArrayList<byte[]>();
        for (int i = 0; i < 21; i++) {
            hashes.add(newVisitor());
        }
        var before = hashes.stream().map(visitors::byToken).toList();
        var found = new ArrayList<CompletableFuture<Optional<Visitor>>>();
        try (var heldUp = new HeldUp(patient)) {
            for (int i = 20; i >= 0; i--) {
                int number = i;
                found.add(
                        heldUp.ask(
                                () -> comesBack(hashes.get(number), page(number), "l" + number)));
            }
        }
        assertThat(found.reversed().stream().map(CompletableFuture::join).toList())
                .isEqualTo(before)
                .doesNotContain(Optional.empty());
        assertThat(
                        rows(
                                """
                                SELECT CONCAT_WS('|', page_url, page_title,
                                  COALESCE(referrer, 'none'), locale) AS text
                                FROM visitor ORDER BY id
                                """))
                .isEqualTo(
                        numbers(i ->
                                "https://shop.example/%d|Page %d|%s|l%d"
                                        .formatted(i, i, page(i).referrer().orElse("none"), i)));
        assertThat(
                        rows(
                                """
                                SELECT CONCAT_WS('|', view.url, view.title, view.at = last_seen_at)
                                  AS text
                                FROM visitor JOIN page_view AS view ON view.visitor_id = visitor.id
                                ORDER BY visitor.id
                                """))
                .isEqualTo(numbers(i -> "https://shop.example/%d|Page %d|1".formatted(i, i)));
    }

    private static List<String> numbers(IntFunction<String> text) {
        return IntStream.range(0, 21).mapToObj(text).toList();
    }

    @Test
    void aDeviceOfACustomerLeadsToThemAndOtherTokensLeadNowhere() {
        var browser = newVisitor();
        var device = Tokens.hash(Tokens.make());
        long customer = visitors.byToken(newVisitor()).orElseThrow().id();
        parlour.database.write(tx ->
                tx.change(
                        "INSERT INTO visitor_token (token_hash, visitor_id, created_at) VALUES (?,"
                                + " ?, NOW(3))",
                        device,
                        customer));
        var unknown = Tokens.hash(Tokens.make());
        var found = new ArrayList<CompletableFuture<Optional<Visitor>>>();
        try (var heldUp = new HeldUp(patient)) {
            for (var hash : List.of(unknown, device, browser)) {
                found.add(heldUp.ask(() -> comesBack(hash, NOWHERE, "de")));
            }
            found.add(
                    heldUp.ask(() ->
                            visitors.comesBack(
                                    parlour.siteId + 1, browser, page(1), Optional.of("fr"))));
        }
        assertThat(found.get(0).join()).isEmpty();
        assertThat(found.get(1).join()).map(Visitor::id).contains(customer);
        assertThat(found.get(2).join()).isPresent();
        assertThat(found.get(3).join()).as("on another site").isEmpty();
        assertThat(rows("SELECT CONCAT_WS('|', locale, page_url) AS text FROM visitor"))
                .containsExactly("de", "de");
    }

    @Test
    void ofTwoTabsTheLaterOneTellsWhereTheyAreAndNothingElseIsLost() {
        var hash = newVisitor();
        try (var heldUp = new HeldUp(patient)) {
            var _ = heldUp.ask(() -> comesBack(hash, page(2), "de"));
            var _ =
                    heldUp.ask(() ->
                            visitors.comesBack(parlour.siteId, hash, page(3), Optional.empty()));
        }
        assertThat(
                        rows(
                                "SELECT CONCAT_WS('|', page_url, referrer, locale) AS text FROM"
                                        + " visitor"))
                .containsExactly("https://shop.example/3|https://search.example/2|de");
    }

    @Test
    void howAVisitBeganIsWhatWasToldLast() {
        var hash = newVisitor();
        visits(hash, "https://search.example/", "https://shop.example/?utm_campaign=Spring");
        assertThat(visit())
                .containsExactly(
                        "https://search.example/|https://shop.example/?utm_campaign=Spring");
        // Further pages of the same visit say nothing of it.
        assertThat(comesBack(hash, page(3), "de")).isPresent();
        assertThat(visit())
                .containsExactly(
                        "https://search.example/|https://shop.example/?utm_campaign=Spring");
        visits(hash, null, "https://shop.example/");
        assertThat(visit()).containsExactly("none|https://shop.example/");
        assertThat(comesBack(hash, page(2), "de")).isPresent();
        assertThat(visit()).containsExactly("https://search.example/2|none");
    }

    private void visits(byte[] hash, @Nullable String referrer, String landing) {
        var page =
                new Visitor.Page(
                        Optional.of("https://shop.example/contact"),
                        Optional.empty(),
                        Optional.ofNullable(referrer),
                        Optional.of(landing));
        assertThat(comesBack(hash, page, "de")).isPresent();
    }

    private List<String> visit() {
        return rows(
                "SELECT CONCAT_WS('|', COALESCE(referrer, 'none'), COALESCE(landing, 'none')) AS"
                        + " text FROM visitor");
    }

    @Test
    void whoseRowIsHeldIsFoundAndHoldsUpNobody() {
        var held = newVisitor();
        var free = newVisitor();
        long id = visitors.byToken(held).orElseThrow().id();
        var found = new ArrayList<CompletableFuture<Optional<Visitor>>>();

        parlour.database.write(tx -> {
            assertThat(parlour.visitors.lock(tx, id)).isPresent();
            try (var heldUp = new HeldUp(patient)) {
                found.add(heldUp.ask(() -> comesBack(held, page(1), "de")));
                found.add(heldUp.ask(() -> comesBack(free, page(2), "fr")));
            }
        });

        assertThat(found.stream().map(CompletableFuture::join)).doesNotContain(Optional.empty());
        assertThat(rows("SELECT COALESCE(page_url, 'not noted') AS text FROM visitor ORDER BY id"))
                .containsExactly("not noted", "https://shop.example/2");
        assertThat(comesBack(held, page(3), "de")).isPresent();
        assertThat(visitors.byToken(held))
                .map(it -> it.page().title())
                .contains(Optional.of("Page 3"));
    }

    @Test
    void aLookWaitsForWhoeverHoldsTheRow() {
        long id = visitors.byToken(newVisitor()).orElseThrow().id();
        var looked = new ArrayList<CompletableFuture<Void>>();

        parlour.database.write(tx -> {
            assertThat(parlour.visitors.lock(tx, id)).isPresent();
            looked.add(
                    CompletableFuture.runAsync(
                            () -> visitors.looksAt(id, page(1), Optional.of("de"))));
            Await.until(
                    "it waits for the row",
                    () -> UnderWay.isAny(parlour.database, "%UPDATE visitor%"));
        });

        looked.forEach(CompletableFuture::join);
        assertThat(rows("SELECT CONCAT_WS('|', page_url, locale) AS text FROM visitor"))
                .containsExactly("https://shop.example/1|de");
    }

    @Test
    void noPageIsKeptWherePagesAreNotToBeKnown() {
        parlour.privacy.change(Actor.SYSTEM, _ -> new Choices(false, false, false));
        var hash = newVisitor();

        assertThat(comesBack(hash, page(2), "de")).isPresent();

        assertThat(rows("SELECT CONCAT_WS('|', page_url, referrer, locale) AS text FROM visitor"))
                .containsExactly("de");
        assertThat(rows("SELECT url AS text FROM page_view")).isEmpty();
    }

    @Test
    void eachIsShownTheChatThatGoesOnOrElseTheirNewest() {
        long talking = parlour.visitor();
        var theirs = List.of(chat(talking), chat(talking), chat(talking));
        stands(theirs.get(2), "status = 'closed'");
        stands(theirs.get(1), "status = 'open'"); // it goes on, and is not the newest
        long gone = parlour.visitor();
        var over = List.of(chat(gone), chat(gone), chat(gone));
        stands(over.get(2), "status = 'closed', cleared_at = NOW(3)");
        long onWhatsApp = parlour.visitor();
        stands(chat(onWhatsApp), "kind = 'whatsapp'");
        long stranger = parlour.visitor();

        var shown = new ArrayList<CompletableFuture<Optional<Conversation>>>();
        try (var heldUp = new HeldUp(patient)) {
            for (long visitor : List.of(stranger, gone, onWhatsApp, talking)) {
                shown.add(heldUp.ask(() -> conversations.shownTo(visitor)));
            }
        }
        assertThat(shown.get(0).join()).isEmpty();
        assertThat(shown.get(1).join()).contains(parlour.conversation(over.get(1)));
        assertThat(shown.get(2).join()).isEmpty();
        assertThat(shown.get(3).join()).contains(parlour.conversation(theirs.get(1)));
        assertThat(shown.stream().map(CompletableFuture::join).toList())
                .as("the same as one by one")
                .isEqualTo(
                        Stream.of(stranger, gone, onWhatsApp, talking)
                                .map(it -> conversations.currentOf(it, Kind.WEB))
                                .toList());
    }

    /// A new chat of somebody whose earlier ones are closed.
    private long chat(long visitor) {
        parlour.database.write(tx ->
                tx.change(
                        "UPDATE conversation SET status = 'closed' WHERE visitor_id = ?", visitor));
        return parlour.says(visitor, "A word").conversationId();
    }

    private void stands(long conversation, String how) {
        parlour.database.write(
                tx -> tx.change("UPDATE conversation SET " + how + " WHERE id = ?", conversation));
    }
}
