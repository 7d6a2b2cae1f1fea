package dev.bellhop.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.awt.Color;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import javax.imageio.ImageIO;

final class FolderTest {
    private static final String HANDLE = "AAAAAAAAAAAAAAAAAAAAAA";

    @TempDir private Path root;
    private Folder folder;

    @BeforeEach
    void open() throws IOException {
        folder = new Folder(root);
    }

    @Test
    void aFileIsWhatItsContentSaysAndNotWhatItsSenderSays() throws IOException {
        assertThat(store(Samples.html(), "cat.jpg", "image/jpeg").kind()).isEqualTo(Kind.DOCUMENT);
        assertThat(store(Samples.svg(), "cat.png", "image/png").kind()).isEqualTo(Kind.DOCUMENT);
        assertThat(store(new byte[] {1, 2, 3, 4}, "cat.jpg", "image/jpeg").mimeType())
                .isEqualTo("application/octet-stream");
        assertThat(store(Samples.picture("png", 4, 4), "page.html", "text/html").mimeType())
                .isEqualTo("image/png");
        assertThat(store(Samples.pdf(), "film.mp4", "video/mp4").mimeType())
                .isEqualTo("application/pdf");
    }

    @Test
    void aNameTellsApartWhatLooksAlike() throws IOException {
        assertThat(store(Samples.zipBomb(), "terms.docx", "").mimeType())
                .isEqualTo(
                        "application/vnd.openxmlformats-officedocument.wordprocessingml.document");
        assertThat(store(Samples.mp4(), "voice", "audio/mp4").mimeType()).isEqualTo("audio/mp4");
        assertThat(store(Samples.mp4(), "film", "video/mp4").mimeType()).isEqualTo("video/mp4");
        assertThat(store(Samples.ogg(), "", "audio/ogg; codecs=opus"))
                .extracting(Stored::mimeType, Stored::kind)
                .containsExactly("audio/ogg", Kind.AUDIO);
    }

    @Test
    void whatUnfoldsToVeryMuchIsKeptAndNeverUnfolded() throws IOException {
        var picture = Samples.pngBomb(60_000);
        assertThat(picture.length).isLessThan(1_000_000);
        var stored = store(picture, "bomb.png", "image/png");
        assertThat(stored.kind()).isEqualTo(Kind.DOCUMENT);
        assertThat(stored.thumbType()).isEmpty();
        assertThat(store(Samples.zipBomb(), "bomb.zip", "").size())
                .isEqualTo(Samples.zipBomb().length);
    }

    /// Drawn with each of its scans it would take minutes of native code.
    @Test
    @Timeout(40)
    void aPictureOfManyScansHoldsNobodyUp() throws IOException {
        var picture = Samples.jpegOfScans(6_000, 3_000);
        var stored = store(picture, "scans.jpg", "image/jpeg");
        assertThat(stored.kind()).isEqualTo(Kind.IMAGE);
        assertThat(stored.width()).hasValue(6_000);
    }

    @Test
    void nothingIsTakenOnceTheDiskIsNearlyFull() throws IOException {
        var disk = new TestDisk(100L << 30);
        var full = new Folder(root, disk);
        assertThat(full.condition().reach()).isEqualTo(Condition.Reach.UP);
        disk.free = (2L << 30) - 1;
        assertThat(full.condition().reach()).isEqualTo(Condition.Reach.READ_ONLY);
        assertThat(full.condition().trouble().orElseThrow())
                .isEqualTo("less than 2048 MB are free on the disk of " + root);
        disk.free = 2L << 30;
        assertThat(full.condition().reach()).isEqualTo(Condition.Reach.UP);
    }

    private static final class TestDisk implements Folder.Disk {
        private final long size;
        private long free;

        TestDisk(long size) {
            this.size = size;
            this.free = size;
        }

        @Override
        public long free() {
            return free;
        }

        @Override
        public long size() {
            return size;
        }
    }

    @Test
    void aDamagedPictureIsAFileLikeAnyOther() throws IOException {
        byte[] picture = Samples.picture("jpeg", 200, 100);
        var stored = store(java.util.Arrays.copyOf(picture, 60), "half.jpg", "image/jpeg");
        assertThat(stored.kind()).isEqualTo(Kind.DOCUMENT);
    }

    @ParameterizedTest
    @CsvSource({"1,left", "2,right", "3,right", "4,left", "5,top", "6,top", "7,bottom", "8,bottom"})
    void aThumbnailStandsUprightHoweverTheCameraWasHeld(int orientation, String red)
            throws IOException {
        var stored = store(Samples.jpegHeld(orientation, 1600, 800), "a.jpg", "image/jpeg");
        var thumb = ImageIO.read(folder.path(FilePlace.thumbnail(HANDLE)).toFile());
        boolean sideways = orientation >= 5;
        assertThat(stored.width()).hasValue(sideways ? 800 : 1600);
        assertThat(stored.height()).hasValue(sideways ? 1600 : 800);
        assertThat(thumb.getWidth()).isEqualTo(sideways ? 320 : 640);
        assertThat(thumb.getHeight()).isEqualTo(sideways ? 640 : 320);
        int x = red.equals("left") ? 5 : red.equals("right") ? thumb.getWidth() - 5 : 100;
        int y = red.equals("top") ? 5 : red.equals("bottom") ? thumb.getHeight() - 5 : 100;
        assertThat(new Color(thumb.getRGB(x, y)).getRed()).isGreaterThan(200);
    }

    @Test
    void whatIsNotWhatWasSentIsNotKept() {
        byte[] other = sha256(new byte[] {9});
        assertThatThrownBy(() ->
                        folder.store(HANDLE, claim(100, Optional.of(other)), in(Samples.pdf())))
                .isInstanceOfSatisfying(
                        Unfit.class,
                        unfit -> assertThat(unfit.reason()).isEqualTo(Unfit.Reason.CHANGED));
        assertThat(everything()).isEmpty();
    }

    @Test
    void moreThanIsTakenIsRefusedBeforeItHasAllCome() {
        var endless =
                new InputStream() {
                    private long count;

                    @Override
                    public int read() {
                        return 'a';
                    }

                    @Override
                    public int read(byte[] bytes, int offset, int length) {
                        count += length;
                        assertThat(count).isLessThan(1_000_000);
                        return length;
                    }
                };
        assertThatThrownBy(() -> folder.store(HANDLE, claim(1000, Optional.empty()), endless))
                .isInstanceOfSatisfying(
                        Unfit.class,
                        unfit -> assertThat(unfit.reason()).isEqualTo(Unfit.Reason.TOO_LARGE));
        assertThat(everything()).isEmpty();
    }

    @Test
    void aStreamThatBreaksOffLeavesNothing() {
        var broken =
                new InputStream() {
                    @Override
                    public int read() throws IOException {
                        throw new IOException("gone");
                    }

                    @Override
                    public int read(byte[] bytes, int offset, int length) throws IOException {
                        throw new IOException("gone");
                    }
                };
        var stream = new SequenceInputStream(in(new byte[100_000]), broken);
        assertThatThrownBy(() -> folder.store(HANDLE, claim(1_000_000, Optional.empty()), stream))
                .hasMessage("gone");
        assertThat(everything()).isEmpty();
    }

    @Test
    void filesAreForTheGatewaysAccountAlone() throws IOException {
        store(Samples.picture("png", 900, 900), "a.png", "image/png");
        assertThat(everything()).hasSize(2);
        for (Path file : everything()) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void aHandleIsNoPath() {
        assertThatThrownBy(() -> folder.path("../../../etc/passwd123"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private Stored store(byte[] bytes, String name, String type) throws IOException {
        return folder.store(
                HANDLE,
                new Claim(
                        Optional.of(name).filter(it -> !it.isEmpty()),
                        Optional.of(type).filter(it -> !it.isEmpty()),
                        Optional.of(sha256(bytes)),
                        100_000_000),
                in(bytes));
    }

    private static Claim claim(long bytesMax, Optional<byte[]> sha256) {
        return new Claim(Optional.empty(), Optional.empty(), sha256, bytesMax);
    }

    private static InputStream in(byte[] bytes) {
        return new ByteArrayInputStream(bytes);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<Path> everything() {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile).toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
