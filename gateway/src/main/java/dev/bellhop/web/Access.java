package dev.bellhop.web;

/// Who may come through a route. There is no default: a route that names nothing does not compile.
public sealed interface Access {

    /// Anybody; the handler checks for itself what there is to check, as the reason says.
    record Open(String why) implements Access {}

    /// Anybody who is signed in.
    record SignedIn() implements Access {}

    /// Callers with this permission.
    record Needs(Permission permission) implements Access {}

    static Access open(String why) {
        return new Open(why);
    }

    static Access signedIn() {
        return new SignedIn();
    }

    static Access needs(Permission permission) {
        return new Needs(permission);
    }
}
