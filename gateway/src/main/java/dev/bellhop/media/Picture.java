package dev.bellhop.media;

import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.AffineTransformOp;
import java.awt.image.BufferedImage;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadProgressListener;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.FileImageOutputStream;

/// A picture's size and its thumbnail. The size is read from the file's head before anything is
/// unpacked, because a few kilobytes can unfold to gigabytes; of a large picture only every n-th
/// point is unpacked, and one picture at a time. It is a stranger's file: what takes too long is
/// left without a thumbnail.
final class Picture {
    /// More than any phone's camera has.
    static final long PIXELS_MAX = 64_000_000;

    /// A thumbnail's longer side: twice what is shown, for dense screens.
    private static final int SIDE_MAX = 640;

    /// A progressive JPEG is drawn anew with each of its scans. Cameras and editors write a dozen;
    /// a file of some kilobytes can have thousands.
    private static final int SCANS_MAX = 20;

    /// How long the points of one picture may take to unpack: those of all uploads that one address
    /// may have at a time take less than anybody's patience.
    private static final Duration TIME = Duration.ofSeconds(4);

    /// How long a picture waits until those before it are drawn.
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /// Pictures are drawn one at a time, and on no virtual thread: the JDK's reader of JPEG is
    /// native code, in which one would hold up all others.
    private static final ExecutorService DRAWER = drawer();

    private static ExecutorService drawer() {
        var drawer =
                new ThreadPoolExecutor(
                        1,
                        1,
                        1,
                        TimeUnit.MINUTES,
                        new LinkedBlockingQueue<>(),
                        Thread.ofPlatform().daemon().name("pictures").factory());
        drawer.allowCoreThreadTimeOut(true);
        return drawer;
    }

    /// What a picture is to look at.
    ///
    /// @param thumbType of the thumbnail that was written; a picture that is small itself has none
    record Seen(int width, int height, Optional<String> thumbType) {}

    private Picture() {}

    /// Looks at a picture and writes its thumbnail.
    ///
    /// @return empty when it is none that can be shown: damaged, or larger than any camera's
    static Optional<Seen> look(Path file, String mimeType, Path thumbnail) throws IOException {
        var readers = ImageIO.getImageReadersByMIMEType(mimeType);
        if (!readers.hasNext()) {
            return Optional.of(new Seen(0, 0, Optional.empty()));
        }
        var reader = readers.next();
        try (var in = new FileImageInputStream(file.toFile())) {
            reader.setInput(in, true, true);
            return look(reader, orientation(file, mimeType), thumbnail);
        } catch (IOException | RuntimeException damaged) {
            Files.deleteIfExists(thumbnail);
            return Optional.empty();
        } finally {
            reader.dispose();
        }
    }

    private static Optional<Seen> look(ImageReader reader, Orientation held, Path thumbnail)
            throws IOException {
        int width = reader.getWidth(0);
        int height = reader.getHeight(0);
        boolean showable = width > 0 && height > 0 && (long) width * height <= PIXELS_MAX;
        if (!showable) {
            return Optional.empty();
        }
        var thumbType = drawn(() -> draw(reader, Math.max(width, height), held, thumbnail));
        return Optional.of(
                held.turnsSideways()
                        ? new Seen(height, width, thumbType)
                        : new Seen(width, height, thumbType));
    }

    /// What comes of drawing, in its turn; nothing when that does not come in time.
    private static Optional<String> drawn(Callable<Optional<String>> drawing) throws IOException {
        var isTaken = new AtomicBoolean();
        var turn =
                DRAWER.submit(() ->
                        isTaken.compareAndSet(false, true)
                                ? drawing.call()
                                : Optional.<String>empty());
        try {
            return turn.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException busy) {
            return isTaken.compareAndSet(false, true) ? Optional.empty() : end(turn);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return isTaken.compareAndSet(false, true) ? Optional.empty() : end(turn);
        } catch (ExecutionException damaged) {
            throw new IOException("it cannot be drawn", damaged.getCause());
        }
    }

    /// The end of a drawing that has begun, which is not far: nobody may take its files away
    /// before.
    private static Optional<String> end(Future<Optional<String>> turn) throws IOException {
        boolean isInterrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    return turn.get();
                } catch (InterruptedException again) {
                    isInterrupted = true;
                }
            }
        } catch (ExecutionException damaged) {
            throw new IOException("it cannot be drawn", damaged.getCause());
        } finally {
            if (isInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /// Writes the thumbnail.
    ///
    /// @return its type; empty when the picture takes too long
    private static Optional<String> draw(
            ImageReader reader, int longer, Orientation held, Path thumbnail) throws IOException {
        var how = reader.getDefaultReadParam();
        int step = Math.max(1, longer / (2 * SIDE_MAX));
        how.setSourceSubsampling(step, step, 0, 0);
        how.setSourceProgressivePasses(0, SCANS_MAX);
        var deadline = new Deadline(System.nanoTime() + TIME.toNanos());
        reader.addIIOReadProgressListener(deadline);
        var image = reader.read(0, how);
        if (deadline.isPassed) {
            return Optional.empty();
        }
        var small = upright(shrunk(image), held);
        var format = small.getColorModel().hasAlpha() ? "png" : "jpeg";
        try (var out = new FileImageOutputStream(thumbnail.toFile())) {
            return ImageIO.write(small, format, out)
                    ? Optional.of("image/" + format)
                    : Optional.empty();
        }
    }

    /// Ends the reading of a picture that takes too long. A reader can be told so on its own thread
    /// alone, and that is where it tells how far it is.
    private static final class Deadline implements IIOReadProgressListener {
        private final long end;
        private boolean isPassed;

        /// @param end of [System#nanoTime]
        Deadline(long end) {
            this.end = end;
        }

        @Override
        public void imageProgress(ImageReader source, float percentageDone) {
            if (System.nanoTime() - end > 0) {
                isPassed = true;
                source.abort();
            }
        }

        @Override
        public void sequenceStarted(ImageReader source, int minIndex) {}

        @Override
        public void sequenceComplete(ImageReader source) {}

        @Override
        public void imageStarted(ImageReader source, int imageIndex) {}

        @Override
        public void imageComplete(ImageReader source) {}

        @Override
        public void thumbnailStarted(ImageReader source, int imageIndex, int thumbnailIndex) {}

        @Override
        public void thumbnailProgress(ImageReader source, float percentageDone) {}

        @Override
        public void thumbnailComplete(ImageReader source) {}

        @Override
        public void readAborted(ImageReader source) {}
    }

    private static Orientation orientation(Path file, String mimeType) throws IOException {
        if (!mimeType.equals("image/jpeg")) {
            return new Orientation(1);
        }
        try (var in = new BufferedInputStream(Files.newInputStream(file))) {
            return Orientation.read(in);
        } catch (EOFException short_) {
            return new Orientation(1);
        }
    }

    private static BufferedImage shrunk(BufferedImage image) {
        double scale =
                Math.min(1, (double) SIDE_MAX / Math.max(image.getWidth(), image.getHeight()));
        int width = Math.max(1, (int) Math.round(image.getWidth() * scale));
        int height = Math.max(1, (int) Math.round(image.getHeight() * scale));
        var shrunk = canvas(image, width, height);
        var pen = shrunk.createGraphics();
        pen.setRenderingHint(
                RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        pen.drawImage(image, 0, 0, width, height, null);
        pen.dispose();
        return shrunk;
    }

    private static BufferedImage upright(BufferedImage image, Orientation held) {
        if (held.value() == 1) {
            return image;
        }
        int width = held.turnsSideways() ? image.getHeight() : image.getWidth();
        int height = held.turnsSideways() ? image.getWidth() : image.getHeight();
        AffineTransform turn = held.upright(image.getWidth(), image.getHeight());
        return new AffineTransformOp(turn, AffineTransformOp.TYPE_NEAREST_NEIGHBOR)
                .filter(image, canvas(image, width, height));
    }

    private static BufferedImage canvas(BufferedImage like, int width, int height) {
        boolean clear = like.getColorModel().hasAlpha();
        return new BufferedImage(
                width, height, clear ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB);
    }
}
