package dev.bellhop.people;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.db.Database;
import dev.bellhop.web.Caller;
import dev.bellhop.web.Code;
import dev.bellhop.web.Refusal;

import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Asks for passkeys and takes in the answers. A challenge is good for some minutes, in the browser
/// that asked for it, and once, whatever comes of it.
public final class PasskeyDesk {
    static final int NAME_MAX = 60;

    private final Database database;
    private final Agents agents;
    private final Sessions sessions;
    private final Passkeys passkeys;
    private final WebAuthn webAuthn;
    private final Brief<Purpose> challenges;

    /// Those that anybody may ask for, apart: however many there are, no agent's is forgotten.
    private final Brief<Purpose> strangers;

    public PasskeyDesk(
            Database database,
            Agents agents,
            Sessions sessions,
            Passkeys passkeys,
            Supplier<URI> publicUrl,
            Clock clock) {
        this.database = database;
        this.agents = agents;
        this.sessions = sessions;
        this.passkeys = passkeys;
        this.webAuthn = new WebAuthn(publicUrl);
        this.challenges = new Brief<>(clock);
        this.strangers = new Brief<>(clock);
    }

    /// What a challenge was made for, so that no answer serves another purpose.
    private sealed interface Purpose {
        record SignIn() implements Purpose {}

        record Proof(long agentId) implements Purpose {}

        record Making(long agentId) implements Purpose {}
    }

    /// A challenge, and what the browser is to be asked for.
    record Asked(String challenge, ObjectNode options) {}

    /// Asks whoever comes for a passkey of anybody's.
    Asked forSignIn() {
        var challenge = strangers.keep(new Purpose.SignIn());
        return new Asked(challenge, webAuthn.request(challenge, List.of()));
    }

    /// Asks somebody who is signed in for one of theirs.
    Asked forProof(Caller caller) {
        var challenge = challenges.keep(new Purpose.Proof(caller.id()));
        return new Asked(challenge, webAuthn.request(challenge, passkeys.credentials(caller.id())));
    }

    /// Asks the browser of somebody who is signed in for a new one.
    Asked forMaking(Caller caller) {
        var agent = agents.find(caller.id()).orElseThrow(() -> Refusal.of(Code.NOT_SIGNED_IN));
        var challenge = challenges.keep(new Purpose.Making(caller.id()));
        return new Asked(
                challenge, webAuthn.creation(challenge, agent, passkeys.credentials(caller.id())));
    }

    /// Whether somebody who is not signed in was asked by this challenge, which is used up now.
    boolean takes(String challenge) {
        return strangers.take(challenge).isPresent();
    }

    /// Whose passkey has signed a challenge that was [taken][#takes]; empty when none has, or its
    /// agent is disabled.
    Optional<Agent> holder(String challenge, String answer) {
        return signer(challenge, answer).flatMap(agents::find).filter(agent -> !agent.disabled());
    }

    /// Whether one of the caller's passkeys has signed the challenge.
    boolean proves(Caller caller, String challenge, String answer) {
        return challenges
                .take(challenge)
                .filter(new Purpose.Proof(caller.id())::equals)
                .flatMap(_ -> signer(challenge, answer))
                .filter(it -> it == caller.id())
                .isPresent();
    }

    private Optional<Long> signer(String challenge, String answer) {
        return webAuthn.read(answer)
                .flatMap(read ->
                        Optional.ofNullable(read.getCredentialId())
                                .flatMap(passkeys::find)
                                .filter(passkey ->
                                        webAuthn.signed(read, passkey, challenge)
                                                .filter(it -> counts(passkey, it))
                                                .isPresent())
                                .map(Passkeys.Held::agentId));
    }

    private boolean counts(Passkeys.Held passkey, WebAuthn.Signed signed) {
        return database.inTransaction(tx -> passkeys.signed(tx, passkey, signed.signCount()));
    }

    /// Takes in a key that a device of the caller's has made. It is both steps at once.
    ///
    /// @throws Refusal `invalid` when it does not answer the challenge, or has no name
    void add(Caller caller, String challenge, String answer, String name) {
        var wanted = name.strip();
        if (wanted.isEmpty() || wanted.length() > NAME_MAX) {
            throw Refusal.of(Code.INVALID, "Give it a name of 1 to " + NAME_MAX + " characters.");
        }
        var made =
                challenges
                        .take(challenge)
                        .filter(new Purpose.Making(caller.id())::equals)
                        .flatMap(_ -> webAuthn.made(answer, challenge))
                        .orElseThrow(() ->
                                Refusal.of(
                                        Code.INVALID,
                                        "That passkey could not be verified. Try again."));
        database.write(tx -> {
            passkeys.add(tx, caller, wanted, made.attested(), made.signCount());
            sessions.steppedTwice(tx, caller);
        });
    }

    Passkeys passkeys() {
        return passkeys;
    }
}
