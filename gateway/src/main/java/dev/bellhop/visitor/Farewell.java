package dev.bellhop.visitor;

import dev.bellhop.live.News;

/// A visitor's sessions end, wherever they are: nothing is kept of them any more, or whoever is
/// there may be somebody else by now, because they have signed in or out.
public record Farewell(boolean erased) implements News {}
