package dev.bellhop.inbox;

import dev.bellhop.admin.Said;
import dev.bellhop.conversation.SearchWords;

import java.util.ArrayList;
import java.util.List;

/// Cuts out of a message what was looked for, with a few words around it.
final class Snippets {
    private static final int BEFORE = 30;
    private static final int LENGTH = 160;
    private static final String CUT = "…";

    private Snippets() {}

    /// The words with what stands around them, on one line; its beginning when none of them is
    /// there as it was typed: the database finds "Café" for "cafe" and does not say where.
    static List<Said> of(String text, SearchWords words) {
        var line = text.replace('\n', ' ');
        var hits = words.in(line);
        int from = hits.isEmpty() ? 0 : start(line, hits.getFirst().from());
        int to = end(line, from);
        var pieces = new ArrayList<Said>();
        int at = from;
        for (var hit : hits) {
            if (hit.to() > to) {
                break;
            }
            add(
                    pieces,
                    (at == from && from > 0 ? CUT : "") + line.substring(at, hit.from()),
                    false);
            add(pieces, line.substring(hit.from(), hit.to()), true);
            at = hit.to();
        }
        add(pieces, line.substring(at, to) + (to < line.length() ? CUT : ""), false);
        return pieces;
    }

    /// Behind a blank before the hit, so that no word and no character is cut in two.
    private static int start(String line, int hit) {
        if (hit <= BEFORE) {
            return 0;
        }
        int blank = line.indexOf(' ', hit - BEFORE);
        return blank >= 0 && blank < hit ? blank + 1 : hit;
    }

    private static int end(String line, int from) {
        int to = Math.min(line.length(), from + LENGTH);
        return to < line.length() && Character.isLowSurrogate(line.charAt(to)) ? to + 1 : to;
    }

    private static void add(List<Said> pieces, String text, boolean isHit) {
        if (!text.isEmpty()) {
            pieces.add(new Said(text, isHit));
        }
    }
}
