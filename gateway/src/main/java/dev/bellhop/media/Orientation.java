package dev.bellhop.media;

import java.awt.geom.AffineTransform;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// How a camera was held, as a JPEG file says in its EXIF part: 1 upright, 3 upside down, 6 and 8
/// on their sides, the others mirrored.
record Orientation(int value) {
    private static final int SEGMENTS_MAX = 64;
    private static final int ENTRIES_MAX = 512;
    private static final int TAG = 0x0112;

    /// Reads it; upright when the file does not say, or says nonsense.
    static Orientation read(InputStream jpeg) throws IOException {
        var in = new DataInputStream(jpeg);
        if (in.readUnsignedShort() != 0xFFD8) {
            return new Orientation(1);
        }
        for (int i = 0; i < SEGMENTS_MAX; i++) {
            int marker = in.readUnsignedShort();
            int length = in.readUnsignedShort() - 2;
            boolean isImage = marker == 0xFFDA || (marker & 0xFF00) != 0xFF00 || length < 0;
            if (isImage) {
                break;
            }
            byte[] segment = in.readNBytes(length);
            if (marker == 0xFFE1 && isExif(segment)) {
                return new Orientation(
                        find(ByteBuffer.wrap(segment, 6, segment.length - 6).slice()));
            }
        }
        return new Orientation(1);
    }

    private static boolean isExif(byte[] segment) {
        return segment.length > 14 && segment[0] == 'E' && segment[1] == 'x' && segment[2] == 'i';
    }

    private static int find(ByteBuffer tiff) {
        tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int at = tiff.getInt(4);
        if (at < 8 || at > tiff.capacity() - 2) {
            return 1;
        }
        int entries = Math.min(tiff.getShort(at) & 0xFFFF, ENTRIES_MAX);
        for (int i = 0; i < entries; i++) {
            int entry = at + 2 + 12 * i;
            if (entry + 12 > tiff.capacity()) {
                return 1;
            }
            if ((tiff.getShort(entry) & 0xFFFF) == TAG) {
                int value = tiff.getShort(entry + 8);
                return value >= 1 && value <= 8 ? value : 1;
            }
        }
        return 1;
    }

    /// Whether width and height change places.
    boolean turnsSideways() {
        return value >= 5;
    }

    /// From the picture as it is stored to the picture as it is seen.
    ///
    /// @param width as it is stored
    AffineTransform upright(int width, int height) {
        return switch (value) {
            case 2 -> new AffineTransform(-1, 0, 0, 1, width, 0);
            case 3 -> new AffineTransform(-1, 0, 0, -1, width, height);
            case 4 -> new AffineTransform(1, 0, 0, -1, 0, height);
            case 5 -> new AffineTransform(0, 1, 1, 0, 0, 0);
            case 6 -> new AffineTransform(0, 1, -1, 0, height, 0);
            case 7 -> new AffineTransform(0, -1, -1, 0, height, width);
            case 8 -> new AffineTransform(0, -1, 1, 0, 0, width);
            default -> new AffineTransform();
        };
    }
}
