/// The heart: conversations, their messages, the people who have them, and what may happen to them.
/// Whoever speaks comes through `Desk`, which stores first and tells afterwards. It writes jobs
/// into the outbox and has never heard of who does them.
@NullMarked
package dev.bellhop.conversation;

import org.jspecify.annotations.NullMarked;
