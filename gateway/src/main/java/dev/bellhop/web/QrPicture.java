package dev.bellhop.web;

import io.nayuki.qrcodegen.QrCode;

/// A text as a square that a phone's camera reads: dark modules as one path, with the quiet margin
/// of four that readers need.
///
/// @param side of the picture, in modules
/// @param path of the dark ones, as SVG draws it
public record QrPicture(int side, String path) {
    private static final int MARGIN = 4;

    public static QrPicture of(String text) {
        var code = QrCode.encodeText(text, QrCode.Ecc.MEDIUM);
        var path = new StringBuilder();
        for (int y = 0; y < code.size; y++) {
            for (int x = 0; x < code.size; x++) {
                if (code.getModule(x, y)) {
                    path.append('M')
                            .append(x + MARGIN)
                            .append(',')
                            .append(y + MARGIN)
                            .append("h1v1h-1z");
                }
            }
        }
        return new QrPicture(code.size + 2 * MARGIN, path.toString());
    }

    /// The same on white, as a document of its own.
    public String svg() {
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\"><path"
                        .formatted(side, side)
                + " fill=\"#fff\" d=\"M0,0h%dv%dH0z\"/><path d=\"%s\"/></svg>"
                        .formatted(side, side, path);
    }
}
