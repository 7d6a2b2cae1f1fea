package dev.bellhop.torture;

/// A visitor's end of one connection, whatever the transport. It never throws: a line that is gone
/// tells so once, to whoever listens.
interface Wire {
    /// Who hears of it.
    interface Ear {
        void hears(String frame);

        void ended();
    }

    void send(String frame);

    /// Ends it without a good-bye.
    void cut();
}
