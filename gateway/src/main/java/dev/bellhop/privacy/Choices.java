package dev.bellhop.privacy;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.web.Json;

/// How much a business wants to know of the people who write to it.
///
/// @param hideCards whether what looks like a card's number is replaced in customers' words before
///   they are stored
/// @param showPages whether it is kept on which pages of the site a visitor is, and whence they
///   came
/// @param askToKeep whether visitors are asked if their chat may be kept once it is over
public record Choices(boolean hideCards, boolean showPages, boolean askToKeep) {
    public static final String HIDE_CARDS = "hide_card_numbers";
    public static final String SHOW_PAGES = "show_pages";
    public static final String ASK_TO_KEEP = "ask_to_keep";

    /// What the schema begins with, until somebody chooses: words stay as they were written.
    public static final Choices USUAL = new Choices(false, true, false);

    /// With the names that the API uses.
    public ObjectNode json() {
        return Json.object()
                .put(HIDE_CARDS, hideCards)
                .put(SHOW_PAGES, showPages)
                .put(ASK_TO_KEEP, askToKeep);
    }
}
