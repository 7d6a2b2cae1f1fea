package dev.bellhop.site;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// A colour as `#rrggbb`.
public record Colour(int rgb) {
    private static final Pattern FORM = Pattern.compile("#[0-9a-fA-F]{6}");
    private static final Colour WHITE = new Colour(0xffffff);
    private static final Colour BLACK = new Colour(0);

    public static Optional<Colour> read(String text) {
        return FORM.matcher(text).matches()
                ? Optional.of(new Colour(Integer.parseInt(text.substring(1), 16)))
                : Optional.empty();
    }

    /// Black or white, whichever is read more easily on this colour. One of the two always has a
    /// contrast of 4.58 or more, which is enough for words of any size.
    public Colour ink() {
        return contrast(WHITE) >= contrast(BLACK) ? WHITE : BLACK;
    }

    /// The contrast of two colours as WCAG counts it, from 1 to 21.
    double contrast(Colour other) {
        double mine = luminance();
        double others = other.luminance();
        return (Math.max(mine, others) + 0.05) / (Math.min(mine, others) + 0.05);
    }

    private double luminance() {
        return 0.2126 * linear(rgb >> 16 & 0xff)
                + 0.7152 * linear(rgb >> 8 & 0xff)
                + 0.0722 * linear(rgb & 0xff);
    }

    private static double linear(int part) {
        double value = part / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "#%06x", rgb);
    }
}
