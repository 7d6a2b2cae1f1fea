package dev.bellhop.browser;

/// From right to left, in Arabic.
final class WidgetStatesRightToLeftTest extends WidgetStates {
    WidgetStatesRightToLeftTest() {
        super("ar");
    }
}
