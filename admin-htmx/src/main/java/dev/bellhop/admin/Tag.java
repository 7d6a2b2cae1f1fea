package dev.bellhop.admin;

/// A label as the panel draws it.
///
/// @param colour `wine`, `brass`, `blue`, `green` or `stone`
public record Tag(String id, String name, String colour) {}
