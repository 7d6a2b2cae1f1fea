package dev.bellhop.admin;

/// A list that an agent has put together and named.
///
/// @param count how many conversations it holds, in words; empty where nobody counts
public record SavedView(String id, String name, ListFilter filter, String count) {}
