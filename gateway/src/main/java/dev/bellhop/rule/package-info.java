/// Routing rules: what a conversation's first words, page and way say about who should have it. The
/// decision is a pure function of facts; here are also the table of rules, what they read like,
/// what is odd about them, and the faces for programs and for the panel's settings. It knows
/// nothing of conversations; `conversation` gathers the facts and does what a rule says.
@NullMarked
package dev.bellhop.rule;

import org.jspecify.annotations.NullMarked;
