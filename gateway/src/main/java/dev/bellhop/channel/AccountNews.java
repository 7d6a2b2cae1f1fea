package dev.bellhop.channel;

import dev.bellhop.channel.Warning.Kind;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Takes what notifications tell of accounts and numbers, and makes warnings of it. News of the
/// same thing may come again and in any order.
public final class AccountNews {

    /// What an `account_update` asks for.
    sealed interface Verdict {
        record Warn(String words) implements Verdict {}

        record AllClear() implements Verdict {}

        record Nothing() implements Verdict {}
    }

    private static final String REMEDY =
            "See Meta's WhatsApp Manager › Overview › Account status; a review can be asked for"
                    + " there. Dismiss this warning when it is over.";

    private final Channels channels;
    private final Warnings warnings;
    private final Watch watch;
    private final Set<String> onStandby = ConcurrentHashMap.newKeySet();

    AccountNews(Channels channels, Warnings warnings, Watch watch) {
        this.channels = channels;
        this.warnings = warnings;
        this.watch = watch;
    }

    /// Takes in `account_update`.
    ///
    /// @param event such as `ACCOUNT_RESTRICTION`
    /// @param banState of `ban_info`, such as `DISABLE`
    /// @param restrictions their types with the time they end, as words
    public void accountUpdated(
            String accountId, String event, Optional<String> banState, List<String> restrictions) {
        var verdict = verdict(event, banState, restrictions);
        for (Channel channel : channels.ofAccount(accountId)) {
            switch (verdict) {
                case Verdict.Warn(var words) ->
                        warnings.raise(channel.id(), Kind.ACCOUNT, words, REMEDY);
                case Verdict.AllClear _ -> warnings.clear(channel.id(), Kind.ACCOUNT);
                case Verdict.Nothing _ -> {}
            }
        }
        watch.lookAtAccountSoon(accountId);
    }

    static Verdict verdict(String event, Optional<String> banState, List<String> restrictions) {
        return switch (event) {
            case "ACCOUNT_VIOLATION" ->
                    new Verdict.Warn("Meta found that the account broke a rule.");
            case "ACCOUNT_RESTRICTION" ->
                    new Verdict.Warn(
                            "Meta restricted the account"
                                    + (restrictions.isEmpty()
                                            ? "."
                                            : ": " + String.join("; ", restrictions) + "."));
            case "DISABLED_UPDATE" ->
                    switch (banState.orElse("")) {
                        case "REINSTATE" -> new Verdict.AllClear();
                        case "SCHEDULE_FOR_DISABLE" ->
                                new Verdict.Warn("Meta is going to disable the account.");
                        default -> new Verdict.Warn("Meta disabled the account.");
                    };
            case "ACCOUNT_DELETED" -> new Verdict.Warn("The account was deleted at Meta.");
            case "ACCOUNT_OFFBOARDED", "PARTNER_REMOVED" ->
                    new Verdict.Warn("The account was disconnected from the app.");
            case "ACCOUNT_RECONNECTED" -> new Verdict.AllClear();
            default -> new Verdict.Nothing();
        };
    }

    /// Takes in `phone_number_quality_update`, `phone_number_name_update` and
    /// `business_capability_update`: what they say is asked anew, because their members change from
    /// year to year.
    public void numberChanged(String accountId) {
        watch.lookAtAccountSoon(accountId);
    }

    /// Takes in `message_template_components_update`, which does not tell the components.
    public void componentsChanged(String accountId) {
        watch.lookAtAccountSoon(accountId);
    }

    /// Takes in the first `standby` and every later one. Who dismissed the warning is not warned
    /// again in this life of the gateway.
    public void standby(String phoneNumberId) {
        if (!onStandby.add(phoneNumberId)) {
            return;
        }
        channels.all().stream()
                .filter(channel -> channel.phoneNumberId().equals(phoneNumberId))
                .forEach(channel ->
                        warnings.raise(
                                channel.id(),
                                Kind.STANDBY,
                                "Another responder, such as Meta's Business Agent, answers on this"
                                        + " number: what it holds does not arrive here.",
                                "Switch it off in WhatsApp Manager › Account tools, or leave it on"
                                        + " purpose and dismiss this warning."));
    }
}
