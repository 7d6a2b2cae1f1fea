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
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.FileImageOutputStream;

/// A picture's size and its thumbnail. The size is read from the file's head before anything is
/// unpacked, because a few kilobytes can unfold to gigabytes; of a large picture only every n-th
/// point is unpacked, and one picture at a time.
final class Picture {
    /// More than any phone's camera has.
    static final long PIXELS_MAX = 64_000_000;

    /// A thumbnail's longer side: twice what is shown, for dense screens.
    private static final int SIDE_MAX = 640;

    private static final ReentrantLock ONE_AT_A_TIME = new ReentrantLock();

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
        ONE_AT_A_TIME.lock();
        try (var in = new FileImageInputStream(file.toFile())) {
            reader.setInput(in, true, true);
            return look(reader, orientation(file, mimeType), thumbnail);
        } catch (IOException | RuntimeException damaged) {
            Files.deleteIfExists(thumbnail);
            return Optional.empty();
        } finally {
            reader.dispose();
            ONE_AT_A_TIME.unlock();
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
        int longer = Math.max(width, height);
        var seen =
                held.turnsSideways()
                        ? new Seen(height, width, Optional.empty())
                        : new Seen(width, height, Optional.empty());
        var how = reader.getDefaultReadParam();
        int step = Math.max(1, longer / (2 * SIDE_MAX));
        how.setSourceSubsampling(step, step, 0, 0);
        var small = upright(shrunk(reader.read(0, how)), held);
        var format = small.getColorModel().hasAlpha() ? "png" : "jpeg";
        try (var out = new FileImageOutputStream(thumbnail.toFile())) {
            if (!ImageIO.write(small, format, out)) {
                return Optional.of(seen);
            }
        }
        return Optional.of(new Seen(seen.width(), seen.height(), Optional.of("image/" + format)));
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
