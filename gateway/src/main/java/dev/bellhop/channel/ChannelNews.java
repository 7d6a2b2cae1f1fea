package dev.bellhop.channel;

import dev.bellhop.channel.Warning.Kind;
import dev.bellhop.whatsapp.AccountListener;
import dev.bellhop.whatsapp.AccountNews;
import dev.bellhop.whatsapp.Item;
import dev.bellhop.whatsapp.TemplateNews;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/// Takes what notifications tell of accounts, numbers and templates. News may come again and in any
/// order, so what cannot be taken at its word is asked anew.
final class ChannelNews implements AccountListener {

    /// What news of an account ask for.
    sealed interface Verdict {
        record Warn(String words) implements Verdict {}

        record AllClear() implements Verdict {}

        record LookAgain() implements Verdict {}

        record Standby() implements Verdict {}
    }

    private static final String REMEDY =
            "See Meta's WhatsApp Manager › Overview › Account status; a review can be asked for"
                    + " there. Dismiss this warning when it is over.";
    private static final String STANDBY =
            "Another responder, such as Meta's Business Agent, answers on this number: what it"
                    + " holds does not arrive here.";
    private static final String STANDBY_REMEDY =
            "Switch it off in WhatsApp Manager › Account tools, or leave it on purpose and dismiss"
                    + " this warning.";

    private final Templates templates;
    private final Warnings warnings;
    private final Watch watch;
    private final Set<Long> onStandby = ConcurrentHashMap.newKeySet();

    ChannelNews(Templates templates, Warnings warnings, Watch watch) {
        this.templates = templates;
        this.warnings = warnings;
        this.watch = watch;
    }

    @Override
    public void templateChanged(long channelId, Item.TemplateChange change) {
        boolean taken =
                switch (change.news()) {
                    case TemplateNews.StatusChanged(var event, _, var reason, var advice) ->
                            templates.statusChanged(change, event, because(reason, advice));
                    case TemplateNews.CategoryChanged(_, var now) ->
                            templates.categoryChanged(change, now, Optional.empty());
                    case TemplateNews.CategoryAnnounced(var now, var coming, _) ->
                            templates.categoryChanged(change, now, Optional.of(coming));
                    case TemplateNews.QualityChanged(_, var now) ->
                            templates.qualityChanged(change, now);
                    case TemplateNews.ComponentsChanged() -> false; // does not say into what
                };
        if (!taken) {
            watch.lookSoon(channelId);
        }
    }

    private static Optional<String> because(Optional<String> reason, Optional<String> advice) {
        return reason.isPresent() && advice.isPresent()
                ? Optional.of(reason.get() + ": " + advice.get())
                : reason.or(() -> advice);
    }

    @Override
    public void accountChanged(long channelId, Item.AccountChange change) {
        switch (verdict(change.news())) {
            case Verdict.Warn(var words) -> warnings.raise(channelId, Kind.ACCOUNT, words, REMEDY);
            case Verdict.AllClear() -> warnings.clear(channelId, Kind.ACCOUNT);
            case Verdict.Standby() -> standby(channelId);
            case Verdict.LookAgain() -> {}
        }
        if (change.news() instanceof AccountNews.Trouble(var failure)) {
            watch.hear(channelId, failure);
        }
        if (!(change.news() instanceof AccountNews.AnotherResponder)) {
            watch.lookSoon(channelId);
        }
    }

    /// With each message that another responder holds; who dismissed the warning is not warned
    /// again in this life of the gateway.
    private void standby(long channelId) {
        if (!onStandby.contains(channelId)) {
            warnings.raise(channelId, Kind.STANDBY, STANDBY, STANDBY_REMEDY);
            onStandby.add(channelId);
        }
    }

    static Verdict verdict(AccountNews news) {
        return switch (news) {
            case AccountNews.Restricted(var restrictions) ->
                    new Verdict.Warn("Meta restricted the account" + list(restrictions) + ".");
            case AccountNews.Banned(var state, var date) ->
                    switch (state) {
                        case "REINSTATE" -> new Verdict.AllClear();
                        case "SCHEDULE_FOR_DISABLE" ->
                                new Verdict.Warn(
                                        "Meta is going to disable the account"
                                                + date.map(day -> " on " + day).orElse("")
                                                + ".");
                        default -> new Verdict.Warn("Meta disabled the account.");
                    };
            case AccountNews.AnotherResponder _ -> new Verdict.Standby();
            case AccountNews.Other(_, var event) -> verdict(event.orElse(""));
            case AccountNews.LimitsChanged _, AccountNews.NameDecided _, AccountNews.Trouble _ ->
                    new Verdict.LookAgain();
        };
    }

    private static Verdict verdict(String event) {
        return switch (event) {
            case "ACCOUNT_VIOLATION" ->
                    new Verdict.Warn("Meta found that the account broke a rule.");
            case "ACCOUNT_DELETED" -> new Verdict.Warn("The account was deleted at Meta.");
            case "ACCOUNT_OFFBOARDED", "PARTNER_REMOVED" ->
                    new Verdict.Warn("The account was disconnected from the app.");
            case "ACCOUNT_RECONNECTED" -> new Verdict.AllClear();
            default -> new Verdict.LookAgain();
        };
    }

    private static String list(List<AccountNews.Restriction> restrictions) {
        return restrictions.isEmpty()
                ? ""
                : ": "
                        + restrictions.stream()
                                .map(one ->
                                        one.type()
                                                + one.until().map(at -> " until " + at).orElse(""))
                                .collect(Collectors.joining(", "));
    }
}
