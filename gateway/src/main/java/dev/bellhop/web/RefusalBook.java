package dev.bellhop.web;

import com.fasterxml.jackson.databind.node.ObjectNode;

/// Where it is written down that somebody was refused. It is told in the middle of a request, as
/// often as somebody likes to be refused, and so holds nobody up.
@FunctionalInterface
public interface RefusalBook {
    /// One in which nothing is written.
    RefusalBook NONE = (_, _, _, _) -> {};

    /// Who was refused.
    sealed interface Who {
        /// An agent or a program.
        record Known(Caller caller) implements Who {}

        /// Somebody at an address.
        ///
        /// @param prefix the part of it that one customer of a provider holds
        record At(String prefix) implements Who {}

        /// Somebody of whom no more is said.
        record Somebody() implements Who {}
    }

    /// Notes it.
    ///
    /// @param action as it stands in the audit log
    /// @param subject what was asked for, in words that nobody outside can choose
    /// @param detail more about it, never a secret
    void note(Who who, String action, String subject, ObjectNode detail);
}
