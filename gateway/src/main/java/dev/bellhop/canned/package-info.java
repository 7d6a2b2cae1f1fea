/// Canned responses: words that agents use again and again, by a shortcut, with placeholders that
/// are filled from the conversation. Here are the rules of shortcuts and placeholders, the table,
/// and the faces for programs and for the panel's settings. It knows nothing of conversations;
/// `inbox` brings a response and a conversation together.
@NullMarked
package dev.bellhop.canned;

import org.jspecify.annotations.NullMarked;
