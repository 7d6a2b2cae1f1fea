package dev.bellhop.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellhop.db.Await;
import dev.bellhop.db.Database;
import dev.bellhop.db.TestDatabase;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;

final class BucketTest {
    private static final String HANDLE = "AAAAAAAAAAAAAAAAAAAAAA";
    private static final byte[] PHOTO = Samples.picture("jpeg", 900, 900);

    @TempDir private Path folder;
    private TestS3 s3;

    @BeforeEach
    void start() {
        s3 = TestS3.start();
    }

    @AfterEach
    void stop() {
        s3.close();
    }

    @Test
    void aFileIsThereWholeWithItsThumbnailUnderThePrefix() throws IOException {
        try (var bucket = open()) {
            var stored = put(bucket, HANDLE, PHOTO);
            assertThat(stored.thumbType()).contains("image/jpeg");
            assertThat(s3.names())
                    .containsExactly("bellhop/AA/" + HANDLE, "bellhop/AA/" + HANDLE + ".thumb");
            assertThat(read(bucket.open(HANDLE, OptionalLong.empty()))).isEqualTo(PHOTO);
            assertThat(parts()).isEmpty();
            bucket.remove(HANDLE);
            bucket.remove(HANDLE);
            assertThat(s3.names()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aPartIsReadFromItsPlaceOn(boolean sizeIsKnown) throws IOException {
        try (var bucket = open()) {
            put(bucket, HANDLE, PHOTO);
            var size = sizeIsKnown ? OptionalLong.of(PHOTO.length) : OptionalLong.empty();
            try (var content = bucket.open(HANDLE, size);
                    var in = content.part(100, 50)) {
                assertThat(content.size()).isEqualTo(PHOTO.length);
                assertThat(in.readNBytes(50)).isEqualTo(Arrays.copyOfRange(PHOTO, 100, 150));
            }
        }
    }

    @Test
    void whatIsNotThereIsSaidToBeMissing() throws IOException {
        try (var bucket = open()) {
            assertThatThrownBy(() -> bucket.open(HANDLE, OptionalLong.empty()))
                    .isInstanceOf(NoSuchFileException.class);
            try (var content = bucket.open(HANDLE, OptionalLong.of(9))) {
                assertThatThrownBy(() -> content.part(0, 9))
                        .isInstanceOf(NoSuchFileException.class);
            }
            assertThat(bucket.condition().isUp()).isTrue();
        }
    }

    @Test
    void whatIsNotWhatWasSentLeavesNothingAnywhere() throws IOException {
        try (var bucket = open()) {
            var claim =
                    new Claim(Optional.empty(), Optional.empty(), Optional.of(new byte[32]), 9_999);
            assertThatThrownBy(() -> bucket.store(HANDLE, claim, in(Samples.pdf())))
                    .isInstanceOf(Unfit.class);
            assertThat(s3.names()).isEmpty();
            assertThat(parts()).isEmpty();
        }
    }

    @Test
    void whileItIsAwayNobodyWaitsAndItIsFoundBack() throws IOException {
        try (var bucket = open()) {
            var back = new AtomicInteger();
            bucket.whenBack(back::incrementAndGet);
            put(bucket, HANDLE, PHOTO);
            s3.goesAway();
            assertThatThrownBy(() -> put(bucket, "B" + HANDLE.substring(1), PHOTO))
                    .isInstanceOf(StoreAway.class)
                    .hasMessageContaining("Connection refused")
                    .hasMessageContaining(s3.address().place());
            assertThatThrownBy(() -> bucket.open(HANDLE, OptionalLong.empty()))
                    .isInstanceOf(StoreAway.class);
            assertThat(bucket.condition().reach()).isEqualTo(Condition.Reach.AWAY);
            assertThat(parts()).isEmpty();
            s3.comesBack();
            Await.until("it is back", () -> bucket.condition().isUp() && back.get() == 1);
            assertThat(read(bucket.open(HANDLE, OptionalLong.empty()))).isEqualTo(PHOTO);
        }
    }

    @Test
    void oneThatTakesNothingIsStillReadAndClearedOut() throws IOException {
        try (var bucket = open()) {
            put(bucket, HANDLE, PHOTO);
            s3.isFull(true);
            assertThatThrownBy(() -> put(bucket, "B" + HANDLE.substring(1), PHOTO))
                    .isInstanceOf(StoreAway.class);
            Await.until(
                    "it is known that it can be read",
                    () -> bucket.condition().reach() == Condition.Reach.READ_ONLY);
            assertThat(read(bucket.open(HANDLE, OptionalLong.empty()))).isEqualTo(PHOTO);
            bucket.remove(HANDLE);
            assertThat(s3.names()).isEmpty();
            s3.isFull(false);
            Await.until("it takes again", () -> bucket.condition().isUp());
            put(bucket, HANDLE, PHOTO);
        }
    }

    @Test
    void oneThatMayBeAwayIsOpenedAndOneThatRefusesIsNot() throws IOException {
        assertThatThrownBy(() -> open(s3.address("bellhop/", "another-secret")))
                .isInstanceOf(BucketRefuses.class)
                .hasMessageContaining("SignatureDoesNotMatch")
                .hasMessageNotContaining("another-secret");
        var none =
                new BucketAddress(
                        s3.address().endpoint(),
                        "us-east-1",
                        "no-such-bucket",
                        "",
                        TestS3.ACCESS_KEY,
                        TestS3.SECRET_KEY,
                        true);
        assertThatThrownBy(() -> open(none))
                .isInstanceOf(BucketRefuses.class)
                .hasMessageContaining("NoSuchBucket");
        s3.goesAway();
        try (var bucket = open()) {
            assertThat(bucket.condition().reach()).isEqualTo(Condition.Reach.AWAY);
            s3.comesBack();
            Await.until("it is there", () -> bucket.condition().isUp());
        }
    }

    /// Such as an object that somebody has put under a hold.
    @Test
    void oneThatItRefusesToRemoveKeepsNobodyFromAnything() throws IOException {
        try (var database = Database.open(TestDatabase.fresh());
                var bucket = open()) {
            var later = Clock.offset(Clock.systemUTC(), Duration.ofDays(2));
            var attachments = new Attachments(database, Clock.systemUTC());
            var depot = new Depot(attachments, bucket, later);
            var held = depot.keep("me", Optional.empty(), Optional.empty(), 1_000_000, in(PHOTO));
            var other = depot.keep("me", Optional.empty(), Optional.empty(), 1_000_000, in(PHOTO));
            s3.holds(held.handle());
            depot.forgetUntaken(Duration.ofDays(1));
            assertThat(bucket.condition().isUp()).isTrue();
            assertThat(attachments.find(other.id())).isEmpty();
            assertThat(attachments.find(held.id())).isPresent();
            assertThat(attachments.byHandle(held.handle())).as("it is nobody's").isEmpty();
            put(bucket, HANDLE, PHOTO);
            s3.holdsNothing();
            depot.removeGivenUp();
            assertThat(attachments.find(held.id())).isEmpty();
            assertThat(s3.names()).noneMatch(it -> it.contains(held.handle()));
        }
    }

    @Test
    void whatWasToGoWhileItWasAwayGoesWhenItIsBack() throws IOException {
        try (var database = Database.open(TestDatabase.fresh());
                var bucket = open()) {
            var later = Clock.offset(Clock.systemUTC(), Duration.ofDays(2));
            var attachments = new Attachments(database, Clock.systemUTC());
            var depot = new Depot(attachments, bucket, later);
            var kept = depot.keep("me", Optional.empty(), Optional.empty(), 1_000_000, in(PHOTO));
            s3.goesAway();
            depot.forgetUntaken(Duration.ofDays(1));
            assertThat(attachments.find(kept.id())).isPresent();
            s3.comesBack();
            Await.until("it is gone", () -> s3.names().isEmpty());
            Await.until("its row is", () -> attachments.find(kept.id()).isEmpty());
        }
    }

    @Test
    void whatBelongsToAnotherInstallationIsNotTouched() throws IOException {
        try (var original = open(s3.address(), Optional.of("original"))) {
            put(original, HANDLE, PHOTO);
            assertThatThrownBy(() -> open(s3.address(), Optional.of("a copy")))
                    .isInstanceOf(BucketRefuses.class)
                    .hasMessageContaining("belongs to the installation original");
            assertThatThrownBy(() -> open(s3.address())).isInstanceOf(BucketRefuses.class);
            s3.goesAway();
            try (var copy = open(s3.address(), Optional.of("a copy"))) {
                s3.comesBack();
                Await.until(
                        "the copy reads and does no more",
                        () -> copy.condition().reach() == Condition.Reach.READ_ONLY);
                assertThat(copy.condition().trouble().orElseThrow()).contains("media.s3.take-over");
                assertThatThrownBy(() -> copy.remove(HANDLE)).isInstanceOf(StoreAway.class);
                assertThatThrownBy(() -> put(copy, HANDLE.replace('A', 'B'), PHOTO))
                        .isInstanceOf(StoreAway.class);
                assertThat(read(copy.open(HANDLE, OptionalLong.empty()))).isEqualTo(PHOTO);
            }
            Await.until("the original goes on", () -> original.condition().isUp());
            try (var again = open(s3.address(), Optional.of("original"))) {
                again.remove(HANDLE);
            }
        }
    }

    private Store open() throws IOException {
        return open(s3.address());
    }

    private Store open(BucketAddress address) throws IOException {
        return open(address, Optional.empty());
    }

    private Store open(BucketAddress address, Optional<String> installation) throws IOException {
        return Store.bucket(address, folder, installation, Clock.systemUTC());
    }

    private static Stored put(Store store, String handle, byte[] bytes) throws IOException {
        var claim = new Claim(Optional.empty(), Optional.empty(), Optional.empty(), 100_000_000);
        return store.store(handle, claim, in(bytes));
    }

    private static byte[] read(Content content) throws IOException {
        try (content;
                var in = content.part(0, content.size())) {
            return in.readAllBytes();
        }
    }

    private static InputStream in(byte[] bytes) {
        return new ByteArrayInputStream(bytes);
    }

    private List<Path> parts() throws IOException {
        try (var files = Files.list(folder.resolve("incoming"))) {
            return files.toList();
        }
    }
}
