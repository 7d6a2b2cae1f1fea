package dev.bellhop.media;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;

/// Files made up for tests.
public final class Samples {
    private Samples() {}

    /// A picture whose left half is red and whose right half is blue.
    public static byte[] picture(String format, int width, int height) {
        var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int x = 0; x < width; x++) {
            for (int y = 0; y < height; y++) {
                image.setRGB(x, y, (x < width / 2 ? Color.RED : Color.BLUE).getRGB());
            }
        }
        var out = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, format, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /// A JPEG that says in its EXIF part how the camera was held.
    static byte[] jpegHeld(int orientation, int width, int height) {
        byte[] plain = picture("jpeg", width, height);
        var exif = ByteBuffer.allocate(36);
        exif.putShort((short) 0xFFE1).putShort((short) 34);
        exif.put("Exif\0\0".getBytes(StandardCharsets.US_ASCII));
        exif.put("MM\0*".getBytes(StandardCharsets.US_ASCII)).putInt(8).putShort((short) 1);
        exif.putShort((short) 0x0112).putShort((short) 3).putInt(1);
        exif.putShort((short) orientation).putShort((short) 0).putInt(0);
        return ByteBuffer.allocate(plain.length + exif.capacity())
                .put(plain, 0, 2)
                .put(exif.array())
                .put(plain, 2, plain.length - 2)
                .array();
    }

    /// A progressive JPEG of few bytes that is drawn anew a thousand times and more: its last scan,
    /// over and over.
    static byte[] jpegOfScans(int side, int scans) {
        byte[] once = progressive(side);
        int last = once.length - 2;
        while (once[last] != (byte) 0xFF || once[last + 1] != (byte) 0xDA) {
            last--;
        }
        byte[] scan = Arrays.copyOfRange(once, last, once.length - 2);
        var out = new ByteArrayOutputStream();
        out.write(once, 0, last);
        for (int i = 0; i < scans; i++) {
            out.write(scan, 0, scan.length);
        }
        out.write(once, once.length - 2, 2);
        return out.toByteArray();
    }

    private static byte[] progressive(int side) {
        var writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        var how = writer.getDefaultWriteParam();
        how.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
        var out = new ByteArrayOutputStream();
        try (var to = ImageIO.createImageOutputStream(out)) {
            writer.setOutput(to);
            var grey = new BufferedImage(side, side, BufferedImage.TYPE_BYTE_GRAY);
            writer.write(null, new IIOImage(grey, null, null), how);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
        return out.toByteArray();
    }

    /// A few kilobytes of PNG that unfold to a square of one colour.
    public static byte[] pngBomb(int side) {
        var out = new ByteArrayOutputStream();
        try (var data = new DataOutputStream(out)) {
            data.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'});
            chunk(
                    data,
                    "IHDR",
                    ByteBuffer.allocate(13)
                            .putInt(side)
                            .putInt(side)
                            .put(new byte[] {8, 0, 0, 0, 0})
                            .array());
            var packed = new ByteArrayOutputStream();
            try (var deflater = new DeflaterOutputStream(packed)) {
                byte[] line = new byte[side + 1];
                for (int i = 0; i < Math.min(side, 2_000); i++) {
                    deflater.write(line);
                }
            }
            chunk(data, "IDAT", packed.toByteArray());
            chunk(data, "IEND", new byte[0]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static void chunk(DataOutputStream out, String type, byte[] bytes) throws IOException {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        var sum = new CRC32();
        sum.update(name);
        sum.update(bytes);
        out.writeInt(bytes.length);
        out.write(name);
        out.write(bytes);
        out.writeInt((int) sum.getValue());
    }

    /// What looks like a Word document and unfolds to megabytes.
    static byte[] zipBomb() {
        var out = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("[Content_Types].xml"));
            zip.write(new byte[20_000_000]);
            zip.putNextEntry(new ZipEntry("word/document.xml"));
            zip.write(new byte[20_000_000]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    public static byte[] pdf() {
        return "%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
                .getBytes(StandardCharsets.US_ASCII);
    }

    static byte[] html() {
        return "<!DOCTYPE html><html><script>alert(document.cookie)</script></html>"
                .getBytes(StandardCharsets.US_ASCII);
    }

    static byte[] svg() {
        return "<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\"><script>1</script></svg>"
                .getBytes(StandardCharsets.US_ASCII);
    }

    /// The first page of a voice note.
    public static byte[] ogg() {
        byte[] bytes = new byte[64];
        System.arraycopy("OggS".getBytes(StandardCharsets.US_ASCII), 0, bytes, 0, 4);
        System.arraycopy("OpusHead".getBytes(StandardCharsets.US_ASCII), 0, bytes, 28, 8);
        bytes[5] = 2;
        return bytes;
    }

    static byte[] mp4() {
        return "\0\0\0\u0018ftypisom\0\0\u0002\0isomiso2\0\0\0\u0008mdat"
                .getBytes(StandardCharsets.ISO_8859_1);
    }
}
