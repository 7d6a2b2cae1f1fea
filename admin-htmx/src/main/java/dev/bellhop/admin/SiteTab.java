package dev.bellhop.admin;

/// A website to go to, on a page that shows one of them.
public record SiteTab(String name, String path, boolean current) {}
