package dev.bellhop.channel;

import dev.bellhop.audit.Actor;
import dev.bellhop.audit.Audit;
import dev.bellhop.cluster.Copy;
import dev.bellhop.db.Database;
import dev.bellhop.db.DuplicateKey;
import dev.bellhop.db.Tx;
import dev.bellhop.vault.SealedColumn;
import dev.bellhop.vault.Secret;
import dev.bellhop.vault.Vault;
import dev.bellhop.web.Code;
import dev.bellhop.web.IfMatch;
import dev.bellhop.web.Json;
import dev.bellhop.web.Refusal;
import dev.bellhop.whatsapp.Signature;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The keeper of `channel`. Channels are few and asked for with every notification and every send,
/// so they are held in memory, opened, and read again when one changes: whoever has been told that
/// a change was made finds it in force.
public final class Channels {
    /// Every column that holds a secret.
    public static final List<SealedColumn> SEALED =
            Stream.of(
                            "access_token",
                            "app_secret",
                            "verify_token",
                            "previous_access_token",
                            "previous_app_secret")
                    .map(column -> new SealedColumn("channel", column, "id"))
                    .toList();

    /// How long a replaced secret can be put back.
    static final Duration ROTATION_KEPT = Duration.ofDays(3);

    /// A channel before it has an id.
    public record Draft(
            String name,
            String phoneNumberId,
            String accountId,
            String appId,
            String displayNumber,
            Optional<String> graphVersion,
            Optional<Secret> accessToken,
            Optional<Secret> appSecret,
            Optional<Secret> verifyToken) {
        public Draft(
                String name,
                String phoneNumberId,
                String accountId,
                String appId,
                String displayNumber,
                Secret accessToken,
                Secret appSecret,
                Secret verifyToken) {
            this(
                    name,
                    phoneNumberId,
                    accountId,
                    appId,
                    displayNumber,
                    Optional.empty(),
                    Optional.of(accessToken),
                    Optional.of(appSecret),
                    Optional.of(verifyToken));
        }
    }

    /// All of them, in the order in which they were added.
    private record Held(List<Channel> all, Map<Long, Channel> byId, Map<String, Channel> byNumber) {
        Held(List<Channel> all) {
            this(
                    all,
                    all.stream().collect(Collectors.toMap(Channel::id, Function.identity())),
                    all.stream()
                            .collect(
                                    Collectors.toMap(Channel::phoneNumberId, Function.identity())));
        }
    }

    private final Database database;
    private final ChannelRows rows;
    private final ChannelLog log;
    private final Clock clock;
    private volatile Held held = new Held(List.of());
    private final Copy copy = new Copy(this::load);
    private volatile SignatureListener signatures = (_, _) -> {};
    private volatile LongConsumer removed = _ -> {};

    public Channels(Database database, Vault vault, Audit audit, Clock clock) {
        this.database = database;
        this.rows = new ChannelRows(vault);
        this.log = new ChannelLog(audit);
        this.clock = clock;
        load();
    }

    /// What is held of it, to be kept the same at every gateway.
    public Copy copy() {
        return copy;
    }

    public Optional<Channel> find(long id) {
        return Optional.ofNullable(held.byId().get(id));
    }

    public List<Channel> all() {
        return held.all();
    }

    /// The channel of a business number, by Meta's id of it.
    public Optional<Channel> ofNumber(String phoneNumberId) {
        return Optional.ofNullable(held.byNumber().get(phoneNumberId));
    }

    /// The channels of an account: it may have several numbers.
    List<Channel> ofAccount(String accountId) {
        return all().stream().filter(channel -> channel.accountId().equals(accountId)).toList();
    }

    /// Whether a notification is signed by this channel's app; whoever watches signatures hears of
    /// it.
    public boolean isSigned(Channel channel, byte[] body, Optional<String> signature) {
        boolean fits =
                channel.appSecrets().stream()
                        .anyMatch(secret -> Signature.fits(secret, body, signature));
        signatures.saw(channel.id(), fits);
        return fits;
    }

    /// Who hears of each signature that was compared.
    void onSignature(SignatureListener listener) {
        signatures = listener;
    }

    /// Hears whether a channel's notification was signed rightly.
    interface SignatureListener {
        void saw(long channelId, boolean fits);
    }

    /// Adds a channel; its secrets are sealed before the row is complete.
    ///
    /// @throws Refusal `conflict` when there is one for this number
    public long add(Actor actor, Draft draft) {
        long id = unique(() -> database.inTransaction(tx -> insert(tx, actor, draft)));
        copy.changed();
        return id;
    }

    private long insert(Tx tx, Actor actor, Draft draft) {
        long id = rows.insert(tx, draft, clock.instant());
        rows.writeSecrets(tx, id, draft.accessToken(), draft.appSecret());
        rows.writeVerifyToken(tx, id, draft.verifyToken());
        log.append(
                tx,
                actor,
                "channel.added",
                id,
                Json.object()
                        .put("name", draft.name())
                        .put("phone_number_id", draft.phoneNumberId()));
        return id;
    }

    /// Changes what is not secret, and the verify token, which Meta asks for only when an address
    /// is set.
    ///
    /// @param verifyToken the present one stays when it is empty
    /// @throws Refusal `conflict` when another channel has this number
    void change(
            Actor actor,
            long id,
            UnaryOperator<ChannelDetails> change,
            Optional<Secret> verifyToken) {
        change(actor, id, IfMatch.ANYTHING, change, verifyToken);
    }

    /// The same, of nothing but what the caller has read.
    ///
    /// @throws Refusal `stale` when it is not that any more
    void change(
            Actor actor,
            long id,
            IfMatch read,
            UnaryOperator<ChannelDetails> change,
            Optional<Secret> verifyToken) {
        unique(() ->
                database.inTransaction(tx -> {
                    var channel = locked(tx, id);
                    read.check(channel.state());
                    var before = ChannelDetails.of(channel);
                    var after = change.apply(before);
                    var changes = after.changesFrom(before);
                    if (!after.equals(before)) {
                        rows.write(tx, id, after);
                    }
                    if (verifyToken.isPresent()) {
                        rows.writeVerifyToken(tx, id, verifyToken);
                        ChannelLog.note(
                                changes, "verify_token", channel.verifyToken(), verifyToken);
                    }
                    if (!changes.isEmpty()) {
                        log.append(tx, actor, "channel.changed", id, changes);
                    }
                    return id;
                }));
        copy.changed();
    }

    /// Chooses what is sent to inbox phones whose window has closed.
    public void relayBy(Actor actor, long id, Optional<TemplateName> template) {
        change(actor, id, details -> details.withRelayTemplate(template), Optional.empty());
    }

    /// Puts other secrets in force and keeps those before, in one step.
    ///
    /// @param tried the channel as it was when the new ones were tried
    /// @param token the present one stays when it is empty
    /// @param appSecret likewise
    /// @throws Refusal `conflict` while an earlier rotation is not confirmed, or when the channel
    ///   has been changed since
    void rotate(Actor actor, Channel tried, Optional<Secret> token, Optional<Secret> appSecret) {
        long id = tried.id();
        database.write(tx -> {
            var before = locked(tx, id);
            if (before.rotation().isPresent()) {
                throw Refusal.of(
                        Code.CONFLICT,
                        "The last rotation has not been confirmed yet; confirm it or roll it back"
                                + " first.");
            }
            if (!before.equals(tried)) {
                throw Refusal.of(Code.CONFLICT);
            }
            var now = clock.instant();
            var old =
                    new Channel.Rotation(
                            token.flatMap(_ -> before.accessToken()),
                            appSecret.flatMap(_ -> before.appSecret()),
                            now,
                            now.plus(ROTATION_KEPT));
            var after = before.with(token, appSecret);
            rows.writeSecrets(tx, id, after.accessToken(), after.appSecret());
            if (old.accessToken().isPresent() || old.appSecret().isPresent()) {
                rows.keepPrevious(tx, id, old);
            }
            log.append(tx, actor, "channel.rotated", id, ChannelLog.changes(before, after));
        });
        copy.changed();
    }

    /// Forgets what a rotation replaced.
    ///
    /// @throws Refusal `conflict` when there is nothing to confirm
    void confirm(Actor actor, long id) {
        database.write(tx -> {
            var _ = rotation(locked(tx, id));
            rows.forgetPrevious(tx, id);
            log.append(tx, actor, "channel.rotation_confirmed", id, Json.object());
        });
        copy.changed();
    }

    /// Puts back what a rotation replaced, and forgets what it had put in force.
    ///
    /// @throws Refusal `conflict` when there is nothing to put back
    void rollBack(Actor actor, long id) {
        database.write(tx -> {
            var now = locked(tx, id);
            var rotation = rotation(now);
            var before = now.with(rotation.accessToken(), rotation.appSecret());
            rows.writeSecrets(tx, id, before.accessToken(), before.appSecret());
            rows.forgetPrevious(tx, id);
            log.append(
                    tx, actor, "channel.rotation_rolled_back", id, ChannelLog.changes(now, before));
        });
        copy.changed();
    }

    /// Forgets what rotations replaced whose time is up.
    void forgetOld() {
        var now = clock.instant();
        for (Channel channel : all()) {
            if (isOld(channel, now)) {
                forgetOld(channel.id(), now);
            }
        }
    }

    private void forgetOld(long id, Instant now) {
        database.write(tx -> {
            boolean isOld = rows.locked(tx, id).filter(channel -> isOld(channel, now)).isPresent();
            if (isOld) {
                rows.forgetPrevious(tx, id);
                log.append(tx, Actor.SYSTEM, "channel.rotation_expired", id, Json.object());
            }
        });
        copy.changed();
    }

    private static boolean isOld(Channel channel, Instant now) {
        return channel.rotation().filter(r -> !now.isBefore(r.until())).isPresent();
    }

    /// Who hears of channels that were removed: what else is held in memory may have named them.
    public void onRemoved(LongConsumer listener) {
        removed = listener;
    }

    /// Removes a channel with its inbox phones and warnings; conversations stay.
    ///
    /// @throws Refusal `stale` when it is not what was read
    void remove(Actor actor, long id, IfMatch read) {
        database.write(tx -> {
            var channel = locked(tx, id);
            read.check(channel.state());
            rows.delete(tx, id);
            log.append(
                    tx,
                    actor,
                    "channel.removed",
                    id,
                    Json.object()
                            .put("name", channel.name())
                            .put("phone_number_id", channel.phoneNumberId()));
        });
        try {
            copy.changed();
        } finally {
            removed.accept(id);
        }
    }

    private Channel locked(Tx tx, long id) {
        return rows.locked(tx, id).orElseThrow(Channels::unknown);
    }

    static Refusal unknown() {
        return Refusal.of(Code.NOT_FOUND, "There is no such channel.");
    }

    private static Channel.Rotation rotation(Channel channel) {
        return channel.rotation()
                .orElseThrow(() ->
                        Refusal.of(
                                Code.CONFLICT,
                                "No rotation is waiting: it was confirmed or rolled back, or its"
                                        + " time was up."));
    }

    private static long unique(LongSupplier work) {
        try {
            return work.getAsLong();
        } catch (DuplicateKey taken) {
            throw Refusal.of(
                    Code.CONFLICT, "There is a channel with this phone_number_id already.");
        }
    }

    private void load() {
        held = new Held(database.read(rows::all));
    }
}
