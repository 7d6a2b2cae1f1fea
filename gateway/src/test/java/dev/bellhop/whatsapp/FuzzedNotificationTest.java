package dev.bellhop.whatsapp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.web.Json;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/// Bytes and documents that no Meta would send: reading them never fails, costs little, and gives
/// nothing that a table or a page could not hold.
final class FuzzedNotificationTest {
    private static final List<String> SAMPLES = Samples.names();
    private static final int BODY_MAX = 3 * 1024 * 1024;
    private static final Duration SOON = Duration.ofSeconds(60);

    @Property(tries = 3_000, seed = "42")
    void bytesThatChangedOnTheirWayAreReadOrNoJson(@ForAll long seed) {
        var random = new Random(seed);
        byte[] bytes = Samples.bytes(SAMPLES.get(random.nextInt(SAMPLES.size()))).clone();
        for (int i = 0; i <= random.nextInt(8); i++) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        Json.tryRead(bytes)
                .ifPresent(document -> assertThat(Notification.read(document)).isNotEmpty());
    }

    @Property(tries = 1_000, seed = "42")
    void anyDocumentIsRead(@ForAll long seed) {
        assertThat(Notification.read(Damage.anything(new Random(seed), 6))).isNotEmpty();
    }

    @Property(tries = 2_000, seed = "42")
    void whatIsShownOfADamagedDocumentIsOneCleanLine(@ForAll long seed) {
        var random = new Random(seed);
        var document = Samples.json(SAMPLES.get(random.nextInt(SAMPLES.size())));
        for (int i = 0; i <= random.nextInt(6); i++) {
            document = Damage.to(document, random);
        }
        assertThat(Notification.read(document))
                .allSatisfy(item ->
                        labels(item)
                                .forEach(label ->
                                        assertThat(label)
                                                .hasSizeLessThanOrEqualTo(2 * 1_000)
                                                .matches(
                                                        "[^\\p{Cntrl}\\p{Cs}\u202A-\u202E\u2066-\u2069]*")));
    }

    private static Stream<String> labels(Item item) {
        return switch (item) {
            case Item.Inbound in -> Stream.concat(in.from().name().stream(), labels(in.content()));
            case Item.Echo echo -> Stream.concat(echo.name().stream(), labels(echo.content()));
            case Item.SystemMessage system -> Stream.of(system.type());
            case Item.Preference wish -> Stream.of(wish.category(), wish.value());
            case Item.StatusUpdate status ->
                    status.failure().stream().flatMap(it -> Stream.of(it.line(), it.details()));
            case Item.TemplateChange template ->
                    Stream.of(template.name(), template.language(), template.news().line());
            case Item.AccountChange account -> Stream.of(account.news().line());
            case Item.PassedOver(var what) -> Stream.of(what);
            case Item.Unknown(var what) -> Stream.of(what);
            case Item.Damaged(var what, var why) -> Stream.of(what, why);
        };
    }

    private static Stream<String> labels(Content content) {
        return switch (content) {
            case Content.Media media ->
                    Stream.of(media.filename(), media.mimeType(), media.url(), media.id())
                            .flatMap(it -> it.stream());
            case Content.Contacts(var cards) ->
                    cards.stream().flatMap(card -> Stream.of(card.name()));
            case Content.Location place -> place.name().stream();
            case Content.Order order -> Stream.of(order.catalogId());
            case Content.Unsupported(var type, _) -> Stream.of(type);
            case Content.Reaction(_, var emoji) -> emoji.stream();
            case Content.Edit(_, var now) -> labels(now);
            case Content.Choice choice when !choice.kind().equals("button") ->
                    Stream.of(choice.title());
            case Content.Words _, Content.Choice _, Content.FormReply _, Content.Revoke _ ->
                    Stream.empty();
        };
    }

    @Property(tries = 20, seed = "42")
    void deepNestingIsNoJsonOrRead(@ForAll @IntRange(min = 1, max = 100_000) int depth) {
        var document = "[".repeat(depth) + "]".repeat(depth);
        Json.tryRead(document.getBytes(StandardCharsets.UTF_8))
                .ifPresent(node -> assertThat(Notification.read(node)).isNotEmpty());
    }

    @Example
    void hugeNumbersAreNoTimesNoPlacesAndNoTrouble() {
        for (String number : List.of("1e999", "-1e400", "9".repeat(390), "0." + "9".repeat(390))) {
            var text =
                    new String(Samples.bytes("message-location"), StandardCharsets.UTF_8)
                            .replace("44.6488", number)
                            .replace("\"1795177020\"", number);
            var read = Json.tryRead(text.getBytes(StandardCharsets.UTF_8));
            read.ifPresent(document ->
                    assertThat(Notification.read(document))
                            .hasSize(1)
                            .allMatch(item -> item instanceof Item.Damaged));
        }
    }

    /// Full of nothing, of messages without anything, of errors, of contacts that fit nobody.
    @Property(tries = 6, seed = "42")
    void aFullBodyIsReadSoonAndHoldsLittle(@ForAll @IntRange(max = 5) int kind) {
        var filling =
                List.of("0", "{}", "[]", "null", "{\"type\":\"text\"}", "{\"errors\":[{}]}")
                        .get(kind);
        var list = new StringBuilder(filling);
        while (list.length() < BODY_MAX / 4) {
            list.append(',').append(filling);
        }
        var document =
                """
                {"object":"whatsapp_business_account","entry":[{"changes":[{"field":"messages","value":{
                "metadata":{"phone_number_id":"1"},"contacts":[%s],"messages":[%s],"statuses":[%s],
                "user_actions":[%s]}}]}]}
                """
                        .formatted(list, list, list, list);
        long began = System.nanoTime();
        var items =
                Notification.read(
                        Json.tryRead(document.getBytes(StandardCharsets.UTF_8)).orElseThrow());
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(SOON);
        assertThat(items).hasSize(1_001);
        assertThat(items.getLast()).isInstanceOf(Item.PassedOver.class);
    }

    @Example
    void manyMessagesOfManyPeopleAreReadSoon() {
        var messages = new StringBuilder();
        var contacts = new StringBuilder();
        for (int i = 0; i < 1_000; i++) {
            var comma = i == 0 ? "" : ",";
            messages.append(comma)
                    .append(
                            """
                            {"from":"1%d","id":"wamid.%d","timestamp":"1795176300","type":"text","text":{"body":"x"}}
                            """
                                    .formatted(i, i));
            contacts.append(comma)
                    .append(
                            "{\"wa_id\":\"1%d\",\"profile\":{\"name\":\"N%d\"}}"
                                    .formatted(999 - i, 999 - i));
        }
        var document =
                """
                {"object":"whatsapp_business_account","entry":[{"changes":[{"field":"messages","value":{
                "metadata":{"phone_number_id":"1"},"contacts":[%s],"messages":[%s]}}]}]}
                """
                        .formatted(contacts, messages);
        long began = System.nanoTime();
        var items = Notification.read(Json.read(document.getBytes(StandardCharsets.UTF_8)));
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(SOON);
        assertThat(items)
                .hasSize(1_000)
                .allMatch(item ->
                        item instanceof Item.Inbound in
                                && in.from()
                                        .name()
                                        .equals(in.from().waId().map(id -> "N" + id.substring(1))));
    }
}
