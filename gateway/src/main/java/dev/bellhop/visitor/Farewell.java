package dev.bellhop.visitor;

import dev.bellhop.live.News;

/// A visitor's sessions end, wherever they are: nothing is kept of them any more, or they turned
/// out to be somebody else.
public record Farewell(boolean erased) implements News {}
