package dev.bellhop.privacy;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Finds the numbers of payment cards in what people write, and hides them.
///
/// A card's number has 14 to 19 digits in one piece or in groups, begins as one of the schemes'
/// numbers do (ISO/IEC 7812 and what the schemes publish of their ranges), and its last digit is
/// the check digit of Luhn's sum. Visa's 13 digits, which no bank has given out for long, are as
/// many as a telephone number's and are left alone, and so are telephone numbers with `+`, and
/// links.
final class Cards {
    static final String HIDDEN = "••••";

    private static final int DIGITS_MIN = 14;
    private static final int DIGITS_MAX = 19;

    /// What may stand between two groups of digits; no full stops, as in coordinates.
    private static final String BETWEEN = " \t\u00a0\u2009\u202f-\u2010\u2011\u2012\u2013";

    private static final int BETWEEN_MAX = 3;

    /// So far an address on the web is looked for before its digits.
    private static final int BEFORE_MAX = 300;

    /// What stands before digits that are a part of something.
    private static final Pattern PART =
            Pattern.compile("://|(?i:www\\.)|\\w\\.\\p{L}{2,24}[/?]|[\\p{L}+]$|\\d\\.$");

    /// Mastercard 2221–2720, Mir 2200–2204; Diners Club 30, 36, 38, 39; JCB 35; Visa 4; Mastercard
    /// and Maestro 5; Maestro, Discover, UnionPay and RuPay 6, 81, 82; Troy 9792.
    private static final Pattern LONG =
            Pattern.compile(
                    "(?:2(?:20[0-4]|22[1-9]|2[3-9]\\d|[3-6]\\d\\d|7[01]\\d|720)|3[05689]|4|5|6|8[12]|9792)\\d*");

    /// American Express.
    private static final Pattern FIFTEEN = Pattern.compile("3[47]\\d*");

    /// Diners Club.
    private static final Pattern FOURTEEN = Pattern.compile("3[0689]\\d*");

    private Cards() {}

    /// A digit, and where it stands in the text.
    ///
    /// @param begins whether a group of digits begins with it
    /// @param ends whether one ends with it
    private record Digit(int value, int from, int to, boolean begins, boolean ends) {}

    /// The text, with each card's number replaced; the same object when there is none.
    static String hide(String text) {
        StringBuilder hidden = null;
        int done = 0;
        int at = 0;
        while (at < text.length()) {
            if (!Character.isDigit(text.codePointAt(at))) {
                at += Character.charCount(text.codePointAt(at));
                continue;
            }
            var digits = digits(text, at);
            int next = isPart(text, at) ? afterGroup(digits) : 0;
            while (next < digits.size()) {
                int length = digits.get(next).begins() ? cardAt(digits, next) : 0;
                if (length > 0) {
                    hidden = hidden == null ? new StringBuilder(text.length()) : hidden;
                    hidden.append(text, done, digits.get(next).from()).append(HIDDEN);
                    done = digits.get(next + length - 1).to();
                }
                next += Math.max(1, length);
            }
            at = digits.getLast().to();
        }
        return hidden == null ? text : hidden.append(text, done, text.length()).toString();
    }

    /// The digits from here on that have little between them, of any script.
    private static List<Digit> digits(String text, int from) {
        var digits = new ArrayList<Digit>();
        int at = from;
        while (at < text.length() && at - end(digits, from) <= BETWEEN_MAX) {
            int codePoint = text.codePointAt(at);
            int next = at + Character.charCount(codePoint);
            if (Character.isDigit(codePoint)) {
                boolean begins = digits.isEmpty() || digits.getLast().to() < at;
                boolean ends = next == text.length() || !Character.isDigit(text.codePointAt(next));
                digits.add(new Digit(Character.digit(codePoint, 10), at, next, begins, ends));
            } else if (BETWEEN.indexOf(codePoint) < 0) {
                break;
            }
            at = next;
        }
        return digits;
    }

    private static int end(List<Digit> digits, int otherwise) {
        return digits.isEmpty() ? otherwise : digits.getLast().to();
    }

    /// Whether digits are the end of something else: of a number with `+` or a fraction, of a word,
    /// or of an address on the web.
    private static boolean isPart(String text, int at) {
        int from = at;
        while (from > 0
                && at - from < BEFORE_MAX
                && !Character.isWhitespace(text.charAt(from - 1))) {
            from--;
        }
        var before = text.substring(from, at);
        return PART.matcher(before).find();
    }

    private static int afterGroup(List<Digit> digits) {
        int next = 0;
        while (!digits.get(next).ends()) {
            next++;
        }
        return next + 1;
    }

    /// How many digits the card's number has that begins here; 0 when none does.
    private static int cardAt(List<Digit> digits, int at) {
        for (int length = Math.min(DIGITS_MAX, digits.size() - at);
                length >= DIGITS_MIN;
                length--) {
            if (digits.get(at + length - 1).ends() && isCard(digits.subList(at, at + length))) {
                return length;
            }
        }
        return 0;
    }

    private static boolean isCard(List<Digit> digits) {
        var number = new StringBuilder();
        digits.forEach(digit -> number.append(digit.value()));
        var scheme =
                switch (digits.size()) {
                    case 14 -> FOURTEEN;
                    case 15 -> FIFTEEN;
                    default -> LONG;
                };
        return scheme.matcher(number).matches() && hasCheckDigit(digits);
    }

    /// Luhn's sum: from the end, every second digit counts twice, its two figures added.
    private static boolean hasCheckDigit(List<Digit> digits) {
        int sum = 0;
        boolean twice = false;
        for (var digit : digits.reversed()) {
            int value = twice ? 2 * digit.value() : digit.value();
            sum += value > 9 ? value - 9 : value;
            twice = !twice;
        }
        return sum % 10 == 0;
    }
}
