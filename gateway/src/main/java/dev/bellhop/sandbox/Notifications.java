package dev.bellhop.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.web.Json;

import java.time.Instant;

/// The bodies of notifications, in the shapes of Meta's documentation of 2026.
final class Notifications {
    private static final String MESSAGES = "messages";

    private final Sandbox.Settings settings;

    Notifications(Sandbox.Settings settings) {
        this.settings = settings;
    }

    /// A user wrote to the business.
    ///
    /// @param wire what the message is to have besides or instead; null leaves a member out
    ObjectNode message(Phone from, Item item, ObjectNode wire) {
        var value = value();
        contact(value, from);
        var message = value.putArray(MESSAGES).addObject();
        item.quote()
                .filter(_ -> !item.content().type().equals("reaction"))
                .ifPresent(quoted ->
                        message.putObject("context")
                                .put("from", settings.businessNumber())
                                .put("id", quoted));
        from.shownWaId().ifPresent(waId -> message.put("from", waId));
        message.put("from_user_id", from.userId());
        message.put("id", item.wamid());
        message.put("timestamp", seconds(item.at()));
        message.put("type", item.content().type());
        message.set(item.content().type(), item.content().payload());
        wire.forEachEntry((name, member) -> {
            if (member.isNull()) {
                message.remove(name);
            } else {
                message.set(name, member);
            }
        });
        return wrap(value);
    }

    /// A user is known otherwise from now on; such a message has no contacts. A number that is not
    /// shown does not show by being changed.
    ObjectNode renamed(Phone before, Phone now, String wamid, Instant at) {
        var value = value();
        var message = value.putArray(MESSAGES).addObject();
        boolean otherNumber = !before.waId().equals(now.waId()) && !now.hidesNumber();
        before.shownWaId().ifPresent(waId -> message.put("from", waId));
        message.put("from_user_id", now.userId());
        message.put("id", wamid);
        message.put("timestamp", seconds(at));
        message.put("type", "system");
        var system = message.putObject("system");
        if (otherNumber) {
            system.put("body", now.name() + " changed from " + before.waId() + " to " + now.waId());
            system.put("wa_id", now.waId());
        } else {
            system.put("body", "User ID changed");
        }
        system.put("user_id", now.userId());
        system.put("previous_user_id", before.userId());
        system.put("type", otherNumber ? "user_changed_number" : "user_changed_user_id");
        return wrap(value);
    }

    /// A message of the business came as far as its status says.
    ObjectNode status(Phone to, Item item, Instant at) {
        var value = value();
        contact(value, to);
        var status = value.putArray("statuses").addObject();
        status.put("id", item.wamid());
        status.put("status", item.status().wireName());
        status.put("timestamp", seconds(at));
        to.shownWaId().ifPresent(waId -> status.put("recipient_id", waId));
        status.put("recipient_user_id", to.userId());
        item.callbackData().ifPresent(data -> status.put("biz_opaque_callback_data", data));
        if (item.status() != Status.READ) {
            status.putObject("pricing")
                    .put("billable", true)
                    .put("pricing_model", "PMP")
                    .put("category", item.content().category())
                    .put("type", "regular");
        }
        return wrap(value);
    }

    /// A message of the business will not arrive; such a status has no contacts, and names the user
    /// as the send did.
    ObjectNode failed(Network.Submission submission, String wamid, GraphError why, Instant at) {
        var value = value();
        var status = value.putArray("statuses").addObject();
        status.put("id", wamid);
        status.put("status", Status.FAILED.wireName());
        status.put("timestamp", seconds(at));
        status.put(
                submission.byNumber() ? "recipient_id" : "recipient_user_id",
                submission.recipient());
        status.putArray("errors").add(why.notice());
        submission.callbackData().ifPresent(data -> status.put("biz_opaque_callback_data", data));
        return wrap(value);
    }

    private ObjectNode value() {
        var value = Json.object();
        value.put("messaging_product", "whatsapp");
        value.putObject("metadata")
                .put("display_phone_number", settings.businessNumber())
                .put("phone_number_id", settings.phoneNumberId());
        return value;
    }

    private static void contact(ObjectNode value, Phone phone) {
        var contact = value.putArray("contacts").addObject();
        contact.putObject("profile").put("name", phone.name());
        phone.shownWaId().ifPresent(waId -> contact.put("wa_id", waId));
        contact.put("user_id", phone.userId());
    }

    private ObjectNode wrap(ObjectNode value) {
        var body = Json.object();
        body.put("object", "whatsapp_business_account");
        var entry = body.putArray("entry").addObject();
        entry.put("id", settings.accountId());
        var change = entry.putArray("changes").addObject();
        change.set("value", value);
        change.put("field", MESSAGES);
        return body;
    }

    private static String seconds(Instant at) {
        return Long.toString(at.getEpochSecond());
    }
}
