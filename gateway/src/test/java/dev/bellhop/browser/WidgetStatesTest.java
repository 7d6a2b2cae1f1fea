package dev.bellhop.browser;

/// From left to right, in English.
final class WidgetStatesTest extends WidgetStates {
    WidgetStatesTest() {
        super("en");
    }
}
