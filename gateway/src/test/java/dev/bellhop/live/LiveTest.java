package dev.bellhop.live;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

final class LiveTest {
    private record Said(String text) implements News {}

    private final Live live = new Live();

    @Test
    void newsReachWhoListensToTheirTopicAndNobodyElse() {
        var ada = new ArrayList<News>();
        var ben = new ArrayList<News>();
        live.listen(Topic.visitor(1), ada::add);
        live.listen(Topic.visitor(2), ben::add);
        live.tell(Topic.visitor(1), new Said("hello"));
        assertThat(ada).containsExactly(new Said("hello"));
        assertThat(ben).isEmpty();
    }

    @Test
    void aListenerThatFailsDoesNotKeepTheNewsFromTheOthers() {
        var before = new ArrayList<News>();
        var after = new ArrayList<News>();
        live.listen(Topic.INBOX, before::add);
        live.listen(
                Topic.INBOX,
                _ -> {
                    throw new IllegalStateException("a defect");
                });
        live.listen(Topic.INBOX, after::add);
        live.tell(Topic.INBOX, new Said("one"));
        live.tell(Topic.INBOX, new Said("two"));
        assertThat(before).containsExactly(new Said("one"), new Said("two"));
        assertThat(after).isEqualTo(before);
    }

    @Test
    void anInterestMayBeEndedTwice() {
        var heard = new ArrayList<News>();
        var other = new ArrayList<News>();
        var subscription = live.listen(Topic.INBOX, heard::add);
        live.listen(Topic.INBOX, other::add);
        subscription.close();
        subscription.close();
        live.tell(Topic.INBOX, new Said("gone"));
        assertThat(heard).isEmpty();
        assertThat(other).hasSize(1);
        assertThat(live.count(Topic.INBOX)).isEqualTo(1);
    }

    @Test
    void endingOneInterestTwiceLeavesAnotherOfTheSameListener() {
        var heard = new ArrayList<News>();
        Live.Listener listener = heard::add;
        var first = live.listen(Topic.INBOX, listener);
        live.listen(Topic.INBOX, listener);
        first.close();
        first.close();
        live.tell(Topic.INBOX, new Said("once"));
        assertThat(heard).hasSize(1);
    }

    @Test
    void aListenerMayEndItsInterestWhileItHears() {
        var heard = new ArrayList<News>();
        var open = new ArrayList<Live.Subscription>();
        open.add(
                live.listen(
                        Topic.INBOX,
                        news -> {
                            heard.add(news);
                            open.getFirst().close();
                        }));
        live.tell(Topic.INBOX, new Said("one"));
        live.tell(Topic.INBOX, new Said("two"));
        assertThat(heard).containsExactly(new Said("one"));
    }

    @Test
    void nothingIsKeptOfATopicThatNobodyListensTo() {
        live.tell(Topic.visitor(9), new Said("into the void"));
        assertThat(live.count(Topic.visitor(9))).isZero();
    }

    @Test
    void listenersMayComeAndGoWhileNewsAreTold() throws Exception {
        List<News> steady = new CopyOnWriteArrayList<>();
        live.listen(Topic.INBOX, steady::add);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 8; i++) {
                var _ =
                        threads.submit(() -> {
                            for (int n = 0; n < 1_000; n++) {
                                live.listen(Topic.INBOX, _ -> {}).close();
                            }
                        });
            }
            for (int n = 0; n < 1_000; n++) {
                live.tell(Topic.INBOX, new Said("news " + n));
            }
            threads.shutdown();
            assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(steady).hasSize(1_000);
        assertThat(live.count(Topic.INBOX)).isEqualTo(1);
    }
}
