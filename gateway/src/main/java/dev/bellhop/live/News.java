package dev.bellhop.live;

/// Something that happened. Each room that has news implements it with records of its own.
public interface News {}
