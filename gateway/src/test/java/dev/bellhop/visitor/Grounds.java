package dev.bellhop.visitor;

import dev.bellhop.conversation.Parlour;
import dev.bellhop.media.TestMedia;
import dev.bellhop.site.Site;
import dev.bellhop.site.Sites;
import dev.bellhop.web.BodyBudget;
import dev.bellhop.web.Limits;
import dev.bellhop.web.Peers;

import java.util.List;
import java.util.function.Predicate;

/// What a visitors' door stands on in a parlour.
final class Grounds {
    private Grounds() {}

    static VisitorDoor.Ground of(Parlour parlour, Limits limits, Predicate<Site> online) {
        var peers = new Peers(List.of("127.0.0.1"));
        return new VisitorDoor.Ground(
                parlour.visitors,
                parlour.conversations,
                parlour.messages,
                parlour.desk,
                parlour.live,
                limits,
                new Sites(parlour.database, parlour.audit, parlour.clock),
                peers,
                BodyBudget.ofHeap(peers),
                TestMedia.open(parlour.database, parlour.clock),
                online);
    }
}
