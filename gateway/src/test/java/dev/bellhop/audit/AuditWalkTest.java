package dev.bellhop.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.story.House;
import dev.bellhop.web.Routes;

import io.helidon.http.Method;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.Utf8Entry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/// Every route that changes something says which entry it leaves in the log, or why none. A route
/// that is added is asked too.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AuditWalkTest {
    private static final Set<Method> CHANGING =
            Set.of(Method.POST, Method.PUT, Method.PATCH, Method.DELETE);

    /// The entries of routes: a pattern of method and path, and actions. The first that fits
    /// counts.
    private static final List<Rule> RULES =
            List.of(
                    none("POST .*/(preview|try)", "computes an answer, keeps nothing"),
                    none("POST .*/attachments", "an upload is nobody's until a message takes it"),
                    none("POST .*/messages(/\\{seq}/fetch)?", "what is said stands in the thread"),
                    none(".* .*/messages/\\{seq}/reaction", "stands on its message"),
                    none("POST .*/notes", "stands in the thread, with who wrote it"),
                    none("POST .*/(seen|typing)", "passes, and says nothing of the installation"),
                    none("POST /admin/inbox/views.*", "an agent's own lists"),
                    none("POST /admin/presence.*", "comes and goes all day; not kept either"),
                    none("POST /admin/settings/notifications", "an agent's own choices"),
                    none(".*/credentials/\\{id}/test", "asks Meta; what differs is a warning"),
                    none("POST .*/channels/\\{id}/test", "asks Meta; what differs is a warning"),
                    none("POST .*/channels/\\{id}/webhook-test", "knocks at our own door"),
                    none("POST /sandbox.*", "no real installation has it"),
                    none("DELETE /sandbox.*", "no real installation has it"),
                    none("POST /webhooks/.*", "kept as it came, with what became of it"),
                    none("POST /widget/v1/(events|frames)", "what visitors say stands in threads"),
                    none("POST /widget/v1/transcript", "visitors read what is theirs"),
                    none("POST /widget/v1/sign-out", "a browser forgets its visitor"),
                    some("POST .*/events/\\{id}/rotate", "event_endpoint.rotated"),
                    some("POST .*/events/\\{id}/test", "event_endpoint.tested"),
                    some("POST .*/events/.*replay", "event_endpoint.replayed"),
                    some(
                            ".* /api/v1/events.*",
                            "event_endpoint.added",
                            "event_endpoint.changed",
                            "event_endpoint.removed"),
                    some("POST /widget/v1/erase", "visitor.erased"),
                    some("POST .*/backups", "backup.made"),
                    some(".* .*/audit/export", "audit.exported"),
                    some(".* .*/audit/verify", "audit.verified"),
                    none("POST .*/options", "asks a browser for a passkey"),
                    none("POST .*/proof/passkey", "asks a browser for a passkey"),
                    none("POST .*/sign-in/news", "somebody has read what they were told"),
                    some(".* .*/(sign-in|sign-in/kept)", "agent.signed_in", "agent.sign_in_failed"),
                    some("POST .*/sign-in/passkey", "agent.signed_in", "agent.sign_in_failed"),
                    some(
                            "POST .*/sign-in/code(/kept)?",
                            "agent.signed_in",
                            "agent.second_step_failed"),
                    some("POST .*/proof", "agent.proved", "agent.proof_failed"),
                    some("POST .*/sign-ins/passkeys", "passkey.added"),
                    some("POST .*/sign-ins/passkeys/\\{id}/remove", "passkey.removed"),
                    some("POST .*/sign-ins/second-step", "second_step.turned_on"),
                    some("POST .*/sign-ins/second-step/codes", "second_step.codes_made"),
                    some(
                            ".* .*/second-step(/off)?",
                            "second_step.turned_off",
                            "passkey.all_removed"),
                    some("POST .*/sign-ins/everybody", "second_step.rule_changed"),
                    some("POST /admin/sign-out", "agent.signed_out"),
                    some("POST /admin/welcome/.*", "agent.password_set", "agent.signed_in"),
                    some("POST .*/sign-ins/password", "agent.password_set"),
                    some("POST .*/sign-ins/\\{session}/end", "agent.session_ended"),
                    some("POST .*/sign-ins/end-others", "agent.sessions_ended"),
                    some(".* .*/(sessions|sign-out)", "agent.sessions_ended"),
                    some("DELETE .*/sessions/\\{session}", "agent.session_ended"),
                    some("POST .*/agents/\\{id}/disable", "agent.disabled"),
                    some("POST .*/agents/\\{id}/enable", "agent.enabled"),
                    some("POST .*/agents/\\{id}/link", "agent.link_made"),
                    some(".* .*/agents/\\{id}", "agent.changed"),
                    some("POST .*/agents", "agent.added"),
                    some(".* .*/canned.*", "canned.added", "canned.changed", "canned.removed"),
                    some("POST .*/subscribe", "channel.subscribed"),
                    some("DELETE .*/subscribe", "channel.unsubscribed"),
                    some(".* .*/warnings/\\{kind}", "channel.warning_cleared"),
                    some(".* .*/verify-token", "channel.changed"),
                    some(".* .*/(channels|credentials)/\\{id}/rotate", "channel.rotated"),
                    some(".* .*/\\{id}/confirm", "channel.rotation_confirmed"),
                    some(".* .*/\\{id}/rollback", "channel.rotation_rolled_back"),
                    some(
                            ".* .*/(channels|credentials)(/\\{id}(/remove)?)?",
                            "channel.added",
                            "channel.changed",
                            "channel.removed"),
                    some(".* .*/(breakers/\\{channel}|credentials/\\{id})/hold", "breaker.held"),
                    some(
                            ".* .*/(breakers/\\{channel}|credentials/\\{id})/release",
                            "breaker.released"),
                    some(".* .*/deliveries.*/replay", "delivery.replayed"),
                    some(
                            ".* .*/inbox-phones.*",
                            "inbox_phone.added",
                            "inbox_phone.changed",
                            "inbox_phone.removed"),
                    some("POST .*/outbox/\\{id}/retry", "outbox.retried"),
                    some("DELETE .*/outbox/\\{id}", "outbox.given_up"),
                    some("DELETE .*/visitors/\\{id}", "visitor.erased"),
                    some(".* .*/people/\\{id}/erase", "visitor.erased"),
                    some("DELETE .*/block|POST .*/unblock", "visitor.unblocked"),
                    some(".* .*/block", "visitor.blocked"),
                    some("POST .*/merge", "visitor.merged"),
                    some(".* .*/(assign|assignee)", "conversation.assigned"),
                    some("PUT .*/team", "conversation.handed_over"),
                    some("POST .*/close", "conversation.closed"),
                    some("POST .*/reopen", "conversation.reopened"),
                    some("DELETE .*/snooze|POST .*/wake", "conversation.woken"),
                    some(".* .*/snooze", "conversation.snoozed"),
                    some("PUT .*/priority", "conversation.prioritised"),
                    some(".* .*/\\{code}/labels", "conversation.labelled"),
                    some("POST .*/labels", "label.added"),
                    some("POST /admin/inbox/bulk", "conversation.closed", "conversation.assigned"),
                    some(".* .*/privacy(/collect)?", "privacy.changed", "retention.changed"),
                    some("POST .*/keys/rotate", "vault.key_rotated"),
                    some("POST .*/api-tokens/\\{id}/rotate", "api_token.rotated"),
                    some("DELETE .*/api-tokens/.*|POST .*/revoke", "api_token.revoked"),
                    some("POST .*/api-tokens", "api_token.created"),
                    some("PATCH .*/retention", "retention.changed"),
                    some("POST .*/retention/run", "retention.ran"),
                    some("POST .*/reports/rebuild", "report.rebuilt"),
                    some("POST .*/reports/exports/run", "report.exports_run"),
                    some(".* .*/rules/(order|\\{id}/up|\\{id}/down)", "rule.ordered"),
                    some(".* .*/rules.*", "rule.added", "rule.changed", "rule.removed"),
                    some(".* .*/(identity-secret|secret)", "site.identity_secret_made"),
                    some(".* .*/(hours|away).*", "site.hours_changed"),
                    some(".* .*/follow-up.*", "site.follow_up_changed"),
                    some(".* .*/appearance.*", "site.added", "site.changed", "site.widget_changed"),
                    some(".* .*/sites/\\{id}/widget", "site.widget_changed"),
                    some(".* .*/sites.*", "site.added", "site.changed"),
                    some(".* .*/teams.*", "team.added", "team.changed", "team.removed"),
                    some(
                            ".* .*/templates.*",
                            "template.created",
                            "template.edited",
                            "template.deleted",
                            "template.synced"));

    private record Rule(Pattern route, List<String> actions, String reason) {
        boolean fits(Routes.Route route) {
            return this.route.matcher(name(route)).matches();
        }
    }

    private static Rule some(String route, String... actions) {
        return new Rule(Pattern.compile(route), List.of(actions), "");
    }

    private static Rule none(String route, String reason) {
        return new Rule(Pattern.compile(route), List.of(), reason);
    }

    private static String name(Routes.Route route) {
        return route.method().text() + " " + route.path();
    }

    private House house;

    @BeforeAll
    void open() {
        house = House.open();
    }

    @AfterAll
    void close() {
        house.close();
    }

    private List<Routes.Route> changing() {
        return house.gateway().routes().stream()
                .filter(route -> CHANGING.contains(route.method()))
                .toList();
    }

    @Test
    void everyRouteLeavesAnEntryOrHasAReason() {
        var silent =
                changing().stream()
                        .filter(route -> RULES.stream().noneMatch(rule -> rule.fits(route)))
                        .map(AuditWalkTest::name)
                        .toList();
        assertThat(silent).isEmpty();
        assertThat(changing()).hasSizeGreaterThan(140);
    }

    @Test
    void noRuleIsLeftOverFromARouteThatHasGone() {
        var used = new HashSet<Rule>();
        changing()
                .forEach(route ->
                        RULES.stream()
                                .filter(rule -> rule.fits(route))
                                .findFirst()
                                .ifPresent(used::add));
        assertThat(RULES)
                .allSatisfy(rule ->
                        assertThat(used).as(rule.route() + " " + rule.reason()).contains(rule));
    }

    @Test
    void everyActionThatIsNamedIsWrittenSomewhereAndHasWords() throws IOException {
        var written = constants(Path.of("target/classes/dev/bellhop"));
        var named = RULES.stream().flatMap(rule -> rule.actions().stream()).toList();
        assertThat(written).containsAll(named);
        assertThat(named).allMatch(AuditWords::knows);
    }

    /// What the log holds after a start has words too.
    @Test
    void whatStandsInTheLogHasWords() {
        assertThat(house.audited()).contains("gateway.started").allMatch(AuditWords::knows);
    }

    private static Set<String> constants(Path classes) throws IOException {
        var found = new HashSet<String>();
        try (var files = Files.walk(classes)) {
            for (Path file : new ArrayList<>(files.toList())) {
                if (file.toString().endsWith(".class") && !file.toString().contains("AuditWords")) {
                    found.addAll(constantsOf(file));
                }
            }
        }
        return found;
    }

    private static List<String> constantsOf(Path file) {
        try {
            return StreamSupport.stream(
                            ClassFile.of().parse(file).constantPool().spliterator(), false)
                    .filter(Utf8Entry.class::isInstance)
                    .map(entry -> ((Utf8Entry) entry).stringValue())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
