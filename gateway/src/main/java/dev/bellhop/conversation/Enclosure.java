package dev.bellhop.conversation;

import dev.bellhop.media.Announced;

/// A file that comes with a message.
public sealed interface Enclosure {

    /// One that was uploaded before.
    ///
    /// @param owner who says so: nobody encloses what somebody else uploaded
    record Upload(String handle, String owner) implements Enclosure {}

    /// One that came with words of which nobody could say where they belong, and was noted then.
    record Noted(long attachmentId) implements Enclosure {}

    /// One that is still where it came from.
    record Coming(Announced announced) implements Enclosure {}
}
