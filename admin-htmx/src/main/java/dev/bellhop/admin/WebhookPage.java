package dev.bellhop.admin;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Meta's way in: its addresses, what came by them, and what became of that.
///
/// @param doors one for each number
/// @param stats figures of the last 24 hours
/// @param strip the same hour by hour
/// @param failedOnly whether only those are listed of which something was left to a person
/// @param open the delivery that is looked at
/// @param older goes on with the list; empty at its end
/// @param mayChange whether this agent may set addresses
/// @param mayReplay whether this agent may have deliveries taken again
public record WebhookPage(
        Settings settings,
        List<Door> doors,
        List<Stat> stats,
        Strip strip,
        boolean failedOnly,
        List<Line> lines,
        Optional<Detail> open,
        OptionalLong older,
        boolean mayChange,
        boolean mayReplay,
        Optional<Notice> notice)
        implements Fragment {
    public WebhookPage {
        doors = List.copyOf(doors);
        stats = List.copyOf(stats);
        lines = List.copyOf(lines);
    }

    @Override
    public String template() {
        return "settings/webhook.jte";
    }

    /// Where Meta calls for one number.
    ///
    /// @param token the verify token in clear, just after it was made; else empty
    /// @param print its fingerprint
    /// @param states what is known of it
    public record Door(
            long id,
            String name,
            String url,
            Optional<String> token,
            String print,
            List<State> states) {
        public Door {
            states = List.copyOf(states);
        }

        public String path() {
            return Section.WEBHOOK.path() + "/" + id;
        }
    }

    /// One thing that is known of a door, or is not.
    ///
    /// @param icon repeats with `style` what the words say
    public record State(String icon, String style, String words) {
        public static State good(String words) {
            return new State("check", "i16 ok", words);
        }

        public static State bad(String words) {
            return new State("alert", "i16 bad", words);
        }

        /// Nobody has looked yet.
        public static State unknown(String words) {
            return new State("clock", "i16 dim", words);
        }
    }

    /// A figure.
    ///
    /// @param bad whether it asks for a look
    public record Stat(String name, String value, String more, boolean bad) {}

    /// Bars of 24 hours, in the units of a drawing that is 921 wide and 80 high: what was taken
    /// stands above a line, what was not below it.
    ///
    /// @param summary the same in a sentence
    public record Strip(List<Bar> bars, List<Label> labels, String summary) {
        public Strip {
            bars = List.copyOf(bars);
            labels = List.copyOf(labels);
        }

        /// A bar.
        public record Bar(String x, String y, String width, String height, boolean good) {}

        /// A time below the bars.
        public record Label(String x, String anchor, String words) {}
    }

    /// A delivery in the list.
    ///
    /// @param good whether all of it was taken
    public record Line(
            long id,
            Stamp at,
            String what,
            String number,
            boolean good,
            String result,
            String took) {
        public String path() {
            return Section.WEBHOOK.path() + "/deliveries/" + id;
        }
    }

    /// A delivery that is looked at.
    ///
    /// @param outcome what became of its items, in words
    /// @param body as it came; empty when it was not kept or is not for this agent
    /// @param cut whether the body is longer than what is shown
    /// @param replayable whether it can be taken again
    public record Detail(Line line, String outcome, String body, boolean cut, boolean replayable) {}
}
