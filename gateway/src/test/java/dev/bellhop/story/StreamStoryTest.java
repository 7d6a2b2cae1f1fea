package dev.bellhop.story;

/// From the widget to the phone and back, where no WebSocket gets through.
final class StreamStoryTest extends RelayStoryTest {

    @Override
    Transport transport() {
        return Transport.STREAM;
    }
}
