package dev.bellhop.relay;

import dev.bellhop.channel.Channel;
import dev.bellhop.conversation.Message;
import dev.bellhop.outbox.Job;
import dev.bellhop.outbox.Settlement;
import dev.bellhop.whatsapp.Graph.BusinessNumber;
import dev.bellhop.whatsapp.Outgoing;

import java.util.List;
import java.util.function.Function;

/// Sends a message's words with its file, once Meta has a copy of that.
final class Parcels {
    private final Enclosing enclosing;
    private final Dispatch dispatch;
    private final Waits waits;

    Parcels(Enclosing enclosing, Dispatch dispatch, Waits waits) {
        this.enclosing = enclosing;
        this.dispatch = dispatch;
        this.waits = waits;
    }

    boolean has(Message message) {
        return enclosing.has(message);
    }

    /// @param words what its texts are, as they are to be sent
    /// @param send gets what to send, one step of the job each
    Settlement send(
            Job job,
            Message message,
            List<String> words,
            Channel channel,
            Function<List<Outgoing>, Settlement> send) {
        return ready(job, channel, number -> enclosing.of(message, words, number), send);
    }

    /// Sends what a message is beside words; a template's header may want the message's file.
    Settlement sendForm(
            Job job,
            Message message,
            Outgoing form,
            Channel channel,
            Function<List<Outgoing>, Settlement> send) {
        return form instanceof Outgoing.Template template
                        && template.header().orElse(null) instanceof Outgoing.Parameter.File wanted
                ? ready(
                        job,
                        channel,
                        number -> enclosing.template(message, template, wanted.kind(), number),
                        send)
                : send.apply(List.of(form));
    }

    private Settlement ready(
            Job job,
            Channel channel,
            Function<BusinessNumber, Enclosing.Ready> make,
            Function<List<Outgoing>, Settlement> send) {
        var number = channel.number();
        if (number.isEmpty()) {
            return Settlement.of(waits.forChannel("The channel has no access token."));
        }
        return switch (make.apply(number.get())) {
            case Enclosing.Ready.Parts(var parts) -> send.apply(parts);
            case Enclosing.Ready.Later(var why) -> Settlement.of(waits.forFile(job, why));
            case Enclosing.Ready.Never(var why) -> dispatch.failed(job, List.of(), why);
        };
    }
}
