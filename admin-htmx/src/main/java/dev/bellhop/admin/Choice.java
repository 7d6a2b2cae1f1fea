package dev.bellhop.admin;

/// Something to choose: what it is called in an address or a form, and in words.
public record Choice(String value, String words) {}
