package dev.bellhop.cli;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.Locale;

/// One thing that a doctor looked at.
///
/// @param found what is the case
/// @param remedy what to do about it; empty when there is nothing to be done
record Check(String name, State state, String found, String remedy) {
    /// How it stands. What nobody could look at is skipped, and is no failure.
    enum State {
        OK,
        SKIPPED,
        WARNING,
        FAILED
    }

    static Check ok(String name, String found) {
        return new Check(name, State.OK, found, "");
    }

    static Check skipped(String name, String why) {
        return new Check(name, State.SKIPPED, why, "");
    }

    static Check warning(String name, String found, String remedy) {
        return new Check(name, State.WARNING, found, remedy);
    }

    static Check failed(String name, String found, String remedy) {
        return new Check(name, State.FAILED, found, remedy);
    }

    /// Well, or not.
    static Check of(String name, boolean well, String found, String remedy) {
        return well ? ok(name, found) : failed(name, found, remedy);
    }

    Document document() {
        var members = new LinkedHashMap<String, @Nullable Object>();
        members.put("check", name);
        members.put("state", state.name().toLowerCase(Locale.ROOT));
        members.put("found", found);
        members.put("remedy", remedy.isEmpty() ? null : remedy);
        return new Document(members);
    }
}
