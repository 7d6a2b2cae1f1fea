package dev.bellhop.db;

/// What a keeper says of something that it changed, in the transaction that changes it.
public interface Note {}
