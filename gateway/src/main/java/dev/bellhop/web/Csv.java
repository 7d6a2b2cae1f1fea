package dev.bellhop.web;

/// What every CSV file that goes out has in common, whichever room writes it.
public final class Csv {
    private static final String FORMULA = "=+-@\t\r";

    private Csv() {}

    /// A text as a cell. A spreadsheet takes what begins like a formula for one, so that gets an
    /// apostrophe in front; everything else stays as it is.
    public static String text(String text) {
        return !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    }
}
