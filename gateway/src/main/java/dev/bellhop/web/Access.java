package dev.bellhop.web;

/// Who may come through a route. There is no default: a route that names nothing does not compile.
public sealed interface Access {

    /// Anybody; the handler checks for itself what there is to check, as the reason says.
    record Open(String why) implements Access {}

    /// Anybody who is signed in.
    record SignedIn() implements Access {}

    /// Callers with this permission.
    record Needs(Permission permission) implements Access {}

    /// Callers with this permission, and whoever is near.
    record Near(Permission permission, Neighbours neighbours) implements Access {}

    static Access open(String why) {
        return new Open(why);
    }

    static Access signedIn() {
        return new SignedIn();
    }

    static Access needs(Permission permission) {
        return new Needs(permission);
    }

    static Access near(Permission permission, Neighbours neighbours) {
        return new Near(permission, neighbours);
    }
}
