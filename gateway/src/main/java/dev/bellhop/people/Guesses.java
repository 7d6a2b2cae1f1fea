package dev.bellhop.people;

import com.nulabinc.zxcvbn.Zxcvbn;

import java.util.ArrayList;
import java.util.List;

/// How soon a password is guessed, by zxcvbn (Wheeler, USENIX Security 2016): it knows the common
/// ones, names, words of several languages, rows of keys, dates, and all of them in disguise.
final class Guesses {
    /// Of its five scores the first that stands more than a hundred million tries: beyond what a
    /// limit of sign-ins lets anybody try, and slow with the hash in hand.
    private static final int ENOUGH = 3;

    /// More takes long to judge, and is enough if its beginning is.
    private static final int JUDGED_MAX = 72;

    private static final Zxcvbn JUDGE = new Zxcvbn();

    private Guesses() {}

    /// @param near what whoever knows them would try first, such as their name
    static boolean isEasy(String password, List<String> near) {
        var words = new ArrayList<>(List.of("bellhop", "whatsapp", "panel"));
        for (var text : near) {
            words.add(text);
            words.addAll(List.of(text.split("[^\\p{L}\\p{N}]+", -1)));
        }
        var judged = password.substring(0, Math.min(JUDGED_MAX, password.length()));
        return JUDGE.measure(judged, words).getScore() < ENOUGH;
    }
}
