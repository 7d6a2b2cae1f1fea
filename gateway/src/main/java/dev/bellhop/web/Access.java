package dev.bellhop.web;

import java.util.Optional;

/// Who may come through a route. There is no default: a route that names nothing does not compile.
public sealed interface Access {

    /// Anybody; the handler checks for itself what there is to check, as the reason says.
    ///
    /// @param limit how often one address may ask, where the handler does not count itself
    record Open(String why, Optional<Limit> limit) implements Access {
        public Open(String why) {
            this(why, Optional.empty());
        }
    }

    /// Anybody who is signed in.
    ///
    /// @param proof whether an agent must have shown lately that it is them
    record SignedIn(boolean proof) implements Access {}

    /// Callers with this permission.
    ///
    /// @param proof whether an agent must have shown lately that it is them; a program's token is a
    ///   proof each time
    record Needs(Permission permission, boolean proof) implements Access {}

    /// Callers with this permission, and whoever is near.
    record Near(Permission permission, Neighbours neighbours) implements Access {}

    static Access open(String why) {
        return new Open(why);
    }

    /// The same, as often as a limit lets one address.
    static Access open(String why, Limit limit) {
        return new Open(why, Optional.of(limit));
    }

    static Access signedIn() {
        return new SignedIn(false);
    }

    static Access needs(Permission permission) {
        return new Needs(permission, false);
    }

    /// The same for whoever has also shown lately that it is them: for what hands out secrets,
    /// takes away for good, or changes how somebody signs in.
    ///
    /// @throws IllegalArgumentException for what people come to without signing in
    static Access proved(Access access) {
        return switch (access) {
            case SignedIn _ -> new SignedIn(true);
            case Needs needs -> new Needs(needs.permission(), true);
            case Open _, Near _ -> throw new IllegalArgumentException(access + " knows nobody");
        };
    }

    /// Whether an agent must have shown lately that it is them.
    default boolean asksProof() {
        return switch (this) {
            case SignedIn it -> it.proof();
            case Needs it -> it.proof();
            case Open _, Near _ -> false;
        };
    }

    static Access near(Permission permission, Neighbours neighbours) {
        return new Near(permission, neighbours);
    }
}
