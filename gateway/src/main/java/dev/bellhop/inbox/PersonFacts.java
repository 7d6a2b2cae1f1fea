package dev.bellhop.inbox;

import dev.bellhop.conversation.Conversation;
import dev.bellhop.site.Sites;
import dev.bellhop.web.Caller;

import java.util.HashMap;
import java.util.Map;

/// What is known of a conversation, by the names under which canned responses and templates ask for
/// it. What is not known is left out.
final class PersonFacts {
    private final Scenes scenes;
    private final Sites sites;

    PersonFacts(Scenes scenes, Sites sites) {
        this.scenes = scenes;
        this.sites = sites;
    }

    Map<String, String> of(Conversation conversation, Caller agent) {
        var visitor = scenes.of(conversation).visitor();
        var facts = new HashMap<String, String>();
        visitor.name().ifPresent(name -> facts.put("name", name));
        visitor.name().map(Names::first).ifPresent(name -> facts.put("first_name", name));
        visitor.email().ifPresent(email -> facts.put("email", email));
        visitor.phone().ifPresent(phone -> facts.put("phone", phone));
        visitor.page().title().ifPresent(title -> facts.put("page", title));
        facts.put("agent", Names.first(agent.name()));
        facts.put("code", conversation.code());
        if (conversation.siteId().isPresent()) {
            sites.find(conversation.siteId().getAsLong())
                    .ifPresent(site -> facts.put("site", site.name()));
        }
        return facts;
    }
}
