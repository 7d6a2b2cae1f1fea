/// The visitor's side: what the button needs, the socket, its frames and the token that brings a
/// visitor back. It speaks `bellhop.v1` and leaves what is said to the desk.
@NullMarked
package dev.bellhop.visitor;

import org.jspecify.annotations.NullMarked;
