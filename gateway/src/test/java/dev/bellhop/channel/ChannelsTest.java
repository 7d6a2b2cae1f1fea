package dev.bellhop.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellhop.audit.Actor;
import dev.bellhop.audit.Audit;
import dev.bellhop.audit.Entry;
import dev.bellhop.db.Database;
import dev.bellhop.db.TestDatabase;
import dev.bellhop.live.Live;
import dev.bellhop.live.News;
import dev.bellhop.live.Topic;
import dev.bellhop.vault.MasterKeys;
import dev.bellhop.vault.Secret;
import dev.bellhop.vault.Vault;
import dev.bellhop.web.Refusal;
import dev.bellhop.whatsapp.Item;
import dev.bellhop.whatsapp.TemplateNews;
import dev.bellhop.whatsapp.TemplatePage;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/// What the keepers of channels, warnings and templates promise.
final class ChannelsTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final String ACCOUNT = "200000000000001";

    @TempDir Path directory;

    private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
    private final Database database = Database.open(TestDatabase.fresh());
    private final Clock clock = clock();
    private final Audit audit = new Audit(database, clock);
    private Channels channels = unopened();
    private long id;

    @SuppressWarnings("NullAway") // set before each test
    private static Channels unopened() {
        return null;
    }

    @BeforeEach
    void open() throws IOException {
        channels = reopened();
        id =
                channels.add(
                        Actor.SYSTEM,
                        new Channels.Draft(
                                "Lamps",
                                "300000000000001",
                                ACCOUNT,
                                "100000000000001",
                                "",
                                Secret.of("token one"),
                                Secret.of("secret one"),
                                Secret.of("verify one")));
    }

    private Channels reopened() throws IOException {
        var key = MasterKeys.in(directory.resolve("master.key"));
        return new Channels(database, new Vault(database, key, clock), audit, clock);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void whatARotationReplacedIsForgottenAfterThreeDays() throws IOException {
        rotate();
        now.set(NOON.plus(Duration.ofDays(3)).minusSeconds(1));
        channels.forgetOld();
        assertThat(channel().appSecrets()).hasSize(2);
        now.set(NOON.plus(Duration.ofDays(3)));
        channels.forgetOld();
        assertThat(channel().rotation()).isEmpty();
        assertThat(channel().appSecrets()).containsExactly(Secret.of("secret two"));
        assertThatThrownBy(() -> channels.rollBack(Actor.SYSTEM, id)).isInstanceOf(Refusal.class);
        assertThat(reopened().find(id).orElseThrow().accessToken())
                .contains(Secret.of("token two"));
        assertThat(audit.before(Long.MAX_VALUE, 1).getFirst().action())
                .isEqualTo("channel.rotation_expired");
    }

    @Test
    void aRotationThatWasTriedOnAnotherChannelThanThereIsNowIsRefused() {
        var tried = channel();
        channels.change(
                Actor.SYSTEM,
                id,
                details -> details.withDisplayNumber("15550001234"),
                Optional.empty());
        assertThatThrownBy(() ->
                        channels.rotate(
                                Actor.SYSTEM,
                                tried,
                                Optional.of(Secret.of("token two")),
                                Optional.empty()))
                .isInstanceOf(Refusal.class);
        assertThat(channel().accessToken()).contains(Secret.of("token one"));
    }

    @Test
    void noSecretIsInTheAuditLog() {
        rotate();
        channels.rollBack(Actor.SYSTEM, id);
        assertThat(channel().accessToken()).contains(Secret.of("token one"));
        for (Entry entry : audit.before(Long.MAX_VALUE, 100)) {
            assertThat(entry.detail()).doesNotContain("token one", "token two", "secret two");
        }
        assertThat(audit.before(Long.MAX_VALUE, 1).getFirst().detail())
                .contains(
                        Secret.of("token one").fingerprint(),
                        Secret.of("secret one").fingerprint());
    }

    /// Each warning is an entry there, and one right signature between the wrong ones clears it.
    @Test
    void whoSignsWronglyCannotFillTheAuditLog() {
        var warnings = new Warnings(database, audit, new Live(), clock);
        var watch = new SignatureWatch(warnings, clock);
        var before = audit.before(Long.MAX_VALUE, 1_000).size();
        for (int i = 0; i < 20; i++) {
            wrong(watch);
            watch.saw(id, true);
        }
        assertThat(audit.before(Long.MAX_VALUE, 1_000)).hasSize(before + 2); // raised and cleared
        now.set(NOON.plus(Duration.ofMinutes(16)));
        wrong(watch);
        assertThat(warnings.open())
                .extracting(Warning::kind)
                .containsExactly(Warning.Kind.APP_SECRET);
    }

    private void wrong(SignatureWatch watch) {
        for (int i = 0; i < 5; i++) {
            watch.saw(id, false);
        }
    }

    @Test
    void aWarningIsRaisedOnceAndClearedOnce() {
        var live = new Live();
        var heard = new ArrayList<News>();
        live.listen(Topic.CHANNELS, heard::add);
        var warnings = new Warnings(database, audit, live, clock);
        warnings.raise(id, Warning.Kind.QUALITY, "YELLOW", "Look.");
        now.set(NOON.plusSeconds(60));
        warnings.raise(id, Warning.Kind.QUALITY, "RED", "Look soon.");
        assertThat(warnings.open())
                .containsExactly(
                        new Warning(
                                id,
                                Warning.Kind.QUALITY,
                                NOON,
                                "RED",
                                "Look soon.",
                                Optional.empty()));
        warnings.clear(id, Warning.Kind.QUALITY);
        warnings.clear(id, Warning.Kind.QUALITY);
        warnings.clear(id, Warning.Kind.TOKEN);
        assertThat(warnings.open()).isEmpty();
        assertThat(warnings.ofChannel(id).getFirst().clearedAt()).isPresent();
        warnings.raise(id, Warning.Kind.QUALITY, "YELLOW", "Look.");
        assertThat(warnings.open().getFirst().since()).isEqualTo(NOON.plusSeconds(60));
        warnings.raise(999, Warning.Kind.QUALITY, "of a channel that is gone", "");
        assertThat(warnings.open()).hasSize(1);
        assertThat(heard)
                .containsExactly(
                        new WarningChanged(id, Warning.Kind.QUALITY, true),
                        new WarningChanged(id, Warning.Kind.QUALITY, true), // in other words
                        new WarningChanged(id, Warning.Kind.QUALITY, false),
                        new WarningChanged(id, Warning.Kind.QUALITY, true));
        assertThat(audit.before(Long.MAX_VALUE, 3))
                .extracting(Entry::action)
                .containsExactly(
                        "channel.warning_raised",
                        "channel.warning_cleared",
                        "channel.warning_raised");
    }

    @Test
    void newsOfATemplateCountOnceAndNotWhenTheyAreOld() {
        var templates = templates();
        assertThat(templates.usable(id, "alert", "en_US")).isEmpty();
        assertThat(told(templates, "APPROVED", 10)).isTrue();
        assertThat(templates.usable(id, "alert", "en-US").orElseThrow().body())
                .containsExactly("who", "words");
        assertThat(told(templates, "PAUSED", 100)).isTrue();
        assertThat(templates.usable(id, "alert", "en_US")).isEmpty();
        long entries = audit.before(Long.MAX_VALUE, 1).getFirst().id();
        assertThat(told(templates, "PAUSED", 100)).isTrue();
        assertThat(audit.before(Long.MAX_VALUE, 1).getFirst().id()).isEqualTo(entries);
        assertThat(told(templates, "APPROVED", 10)).as("an old repeat").isFalse();
        assertThat(told(templates, "FLAGGED", 110)).isTrue();
        assertThat(templates.usable(id, "alert", "en_US")).isEmpty();
        assertThat(told(templates, "REINSTATED", 120)).isTrue();
        assertThat(templates.usable(id, "alert", "en_US")).isPresent();
    }

    @Test
    void aListReplacesWhatIsKnownButNotWhatWasToldSince() {
        var templates = templates();
        assertThat(told(templates, "APPROVED", 100)).isTrue();
        var asked = NOON.plusSeconds(50);
        var changes =
                templates.replaceAll(
                        Actor.SYSTEM,
                        ACCOUNT,
                        List.of(entry("alert", "PENDING"), entry("b", "X")),
                        asked);
        assertThat(changes).isEqualTo(new Templates.Changes(1, 0, 0));
        assertThat(templates.usable(id, "alert", "en_US")).isPresent();
        changes =
                templates.replaceAll(
                        Actor.SYSTEM,
                        ACCOUNT,
                        List.of(entry("b", "APPROVED")),
                        NOON.plusSeconds(200));
        assertThat(changes).isEqualTo(new Templates.Changes(0, 1, 1));
        assertThat(templates.usable(id, "alert", "en_US")).isEmpty();
        assertThat(templates.usable(id, "b", "en_US")).isPresent();
    }

    @Test
    void theRelaysTemplateIsFilledWithWhoAndWhat() {
        var templates = templates();
        assertThat(told(templates, "APPROVED", 10)).isTrue();
        assertThat(templates.relayed(id, "Ana #K7QD", "Hello")).isEmpty();
        channels.relayBy(Actor.SYSTEM, id, Optional.of(new TemplateName("alert", "en_US")));
        var sent = templates.relayed(id, "Ana #K7QD", "Hello").orElseThrow();
        assertThat(sent.name()).isEqualTo("alert");
        assertThat(sent.body().toString()).contains("who", "Ana #K7QD", "words", "Hello");
    }

    private Templates templates() {
        var templates = new Templates(database, audit, channels, clock);
        var _ =
                templates.replaceAll(
                        Actor.SYSTEM, ACCOUNT, List.of(entry("alert", "PENDING")), NOON);
        return templates;
    }

    private static boolean told(Templates templates, String event, int seconds) {
        var news =
                new TemplateNews.StatusChanged(
                        event, Optional.empty(), Optional.empty(), Optional.empty());
        return templates.statusChanged(
                new Item.TemplateChange(
                        ACCOUNT,
                        Optional.of(NOON.plusSeconds(seconds)),
                        "700000000000001",
                        "alert",
                        "en_US",
                        news),
                event,
                Optional.empty());
    }

    private static TemplatePage.Entry entry(String name, String status) {
        var components = dev.bellhop.web.Json.object().arrayNode();
        components.addObject().put("type", "BODY").put("text", "From {{who}}: {{words}} Answer.");
        return new TemplatePage.Entry(
                name.equals("alert") ? "700000000000001" : "700000000000002",
                name,
                "en_US",
                "UTILITY",
                status,
                true,
                components,
                Optional.empty(),
                Optional.empty());
    }

    private void rotate() {
        channels.rotate(
                Actor.SYSTEM,
                channel(),
                Optional.of(Secret.of("token two")),
                Optional.of(Secret.of("secret two")));
    }

    private Channel channel() {
        return channels.find(id).orElseThrow();
    }

    private Clock clock() {
        return new Clock() {
            @Override
            public Instant instant() {
                return now.get();
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                throw new UnsupportedOperationException("UTC it is");
            }
        };
    }
}
