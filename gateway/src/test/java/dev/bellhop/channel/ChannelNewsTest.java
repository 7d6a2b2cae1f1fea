package dev.bellhop.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.whatsapp.AccountNews;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

final class ChannelNewsTest {

    @Test
    void whatMetaForbidsIsWarnedOf() {
        assertThat(
                        words(
                                new AccountNews.Restricted(
                                        List.of(
                                                new AccountNews.Restriction(
                                                        "RESTRICTED_BIZ_INITIATED_MESSAGING",
                                                        Optional.of(
                                                                Instant.parse(
                                                                        "2026-11-23T12:00:00Z")))))))
                .contains("RESTRICTED_BIZ_INITIATED_MESSAGING until 2026-11-23");
        assertThat(
                        words(
                                new AccountNews.Banned(
                                        "SCHEDULE_FOR_DISABLE", Optional.of("November 27"))))
                .contains("going to disable", "November 27");
        assertThat(words(new AccountNews.Banned("DISABLE", Optional.empty()))).contains("disabled");
        assertThat(words(other("ACCOUNT_VIOLATION"))).contains("broke a rule");
        assertThat(words(other("PARTNER_REMOVED"))).contains("disconnected");
    }

    @Test
    void whatIsOverClearsTheWarning() {
        assertThat(ChannelNews.verdict(new AccountNews.Banned("REINSTATE", Optional.empty())))
                .isInstanceOf(ChannelNews.Verdict.AllClear.class);
        assertThat(ChannelNews.verdict(other("ACCOUNT_RECONNECTED")))
                .isInstanceOf(ChannelNews.Verdict.AllClear.class);
    }

    @Test
    void whatIsNotKnownIsAskedAnew() {
        assertThat(ChannelNews.verdict(other("SOMETHING_NEW")))
                .isInstanceOf(ChannelNews.Verdict.LookAgain.class);
        assertThat(
                        ChannelNews.verdict(
                                new AccountNews.LimitsChanged(
                                        "THROUGHPUT_UPGRADE", Optional.of("TIER_2K"))))
                .isInstanceOf(ChannelNews.Verdict.LookAgain.class);
    }

    private static AccountNews other(String event) {
        return new AccountNews.Other("account_update", Optional.of(event));
    }

    private static String words(AccountNews news) {
        return ((ChannelNews.Verdict.Warn) ChannelNews.verdict(news)).words();
    }
}
