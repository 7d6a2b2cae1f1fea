package dev.bellhop.story;

/// A visitor's end of one connection.
interface VisitorLine {
    /// Sends one frame; a line whose other end is gone swallows it.
    void sends(String text);

    /// Ends it without a good-bye.
    void cut();
}
