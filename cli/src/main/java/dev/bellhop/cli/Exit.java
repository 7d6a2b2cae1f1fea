package dev.bellhop.cli;

/// How a command ended, for scripts. The numbers are part of the outward contract and never change.
enum Exit {
    DONE(0),
    FAILED(1),
    USAGE(2),
    NOT_ALLOWED(3),
    NOT_FOUND(4),
    CONFLICT(5),
    UNREACHABLE(6),
    CHECK_FAILED(7);

    private final int code;

    Exit(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    /// What an HTTP status that is no success means to a script.
    static Exit ofStatus(int status) {
        return switch (status) {
            case 401, 403 -> NOT_ALLOWED;
            case 404, 410 -> NOT_FOUND;
            case 409, 412 -> CONFLICT;
            default -> FAILED;
        };
    }
}
