package dev.bellhop.whatsapp;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.vault.Secret;
import dev.bellhop.web.Json;
import dev.bellhop.whatsapp.Graph.BusinessNumber;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The calls that belong to setting up a number: its token, its state, its account's templates and
/// subscription. Each is one call and keeps nothing; none passes the number's [Gate], which is for
/// messages. [TokenFacts], [NumberFacts], [Subscriptions] and [TemplatePage] read the answers.
public final class GraphAccount {
    private static final int PAGE = 100;

    /// A number's field of that name is an error in versions before this one.
    private static final int MESSAGING_LIMIT_SINCE = 24;

    private static final String NUMBER_FIELDS =
            "id,display_phone_number,verified_name,quality_rating,status,name_status,"
                + "code_verification_status,throughput,platform_type,is_on_biz_app,account_mode,"
                + "webhook_configuration,health_status";
    private static final String LIMIT_FIELD = ",whatsapp_business_manager_messaging_limit";
    private static final String TEMPLATE_FIELDS =
            "id,name,language,status,category,parameter_format,components,rejected_reason,"
                    + "quality_score";
    private static final Pattern MAJOR = Pattern.compile("v([0-9]{1,4})\\..*");

    private final GraphHttp http;

    public GraphAccount(Graph.Settings settings) {
        this.http =
                new GraphHttp(
                        settings.base(),
                        settings.version(),
                        settings.connectTimeout(),
                        settings.readTimeout());
    }

    /// Whom all of this asks; only a simulated Meta is asked without TLS.
    public URI base() {
        return http.base();
    }

    /// Asks what a token is. Meta wants the app's own token for it, which is made of the app's id
    /// and secret, or else a token of the same app: the inspected one itself will do.
    public Reply debugToken(BusinessNumber number, String appId, Optional<Secret> appSecret) {
        var bearer =
                appSecret
                        .map(secret -> Secret.of(appId + "|" + secret.reveal()))
                        .orElse(number.accessToken());
        return http.get(
                http.address(number.version(), "debug_token"),
                Map.of("input_token", number.accessToken().reveal()),
                bearer);
    }

    /// Reads the number.
    public Reply number(BusinessNumber number) {
        return http.get(
                http.address(number.version(), number.phoneNumberId()),
                Map.of("fields", numberFields(number)),
                number.accessToken());
    }

    /// Lists the numbers of an account, a page at a time.
    ///
    /// @param after where the page before ended
    public Reply phoneNumbers(BusinessNumber number, String accountId, Optional<String> after) {
        return http.get(
                http.address(number.version(), accountId + "/phone_numbers"),
                page(numberFields(number), after),
                number.accessToken());
    }

    /// Lists the templates of an account, a page at a time.
    ///
    /// @param name only those of this name
    /// @param after where the page before ended
    public Reply templates(
            BusinessNumber number,
            String accountId,
            Optional<String> name,
            Optional<String> after) {
        var query = page(TEMPLATE_FIELDS, after);
        name.ifPresent(wanted -> query.put("name", wanted));
        return http.get(
                http.address(number.version(), accountId + "/message_templates"),
                query,
                number.accessToken());
    }

    /// Gives a template to Meta's review.
    public Reply createTemplate(BusinessNumber number, String accountId, JsonNode template) {
        return http.post(
                http.address(number.version(), accountId + "/message_templates"),
                number.accessToken(),
                template);
    }

    /// Changes what a template says, or its category; Meta reviews it again.
    ///
    /// @param templateId Meta's id of it
    /// @param changes `components`, `category`, or both
    public Reply editTemplate(BusinessNumber number, String templateId, JsonNode changes) {
        return http.post(http.address(number.version(), templateId), number.accessToken(), changes);
    }

    /// Deletes a template in one language.
    ///
    /// @param templateId Meta's id of it
    public Reply deleteTemplate(
            BusinessNumber number, String accountId, String name, String templateId) {
        return http.delete(
                http.address(number.version(), accountId + "/message_templates"),
                Map.of("name", name, "hsm_id", templateId),
                number.accessToken());
    }

    /// Lists the apps that hear of an account.
    public Reply subscribedApps(BusinessNumber number, String accountId) {
        return http.get(subscriptions(number, accountId), number.accessToken());
    }

    /// Subscribes the token's app to an account and sends what concerns its conversations to an
    /// address. Meta asks that address to prove itself before it answers this call.
    public Reply subscribe(
            BusinessNumber number, String accountId, URI callback, Secret verifyToken) {
        return http.post(
                subscriptions(number, accountId),
                number.accessToken(),
                Json.object()
                        .put("override_callback_uri", callback.toString())
                        .put("verify_token", verifyToken.reveal()));
    }

    /// Takes the subscription away: the app hears nothing more of the account.
    public Reply unsubscribe(BusinessNumber number, String accountId) {
        return http.delete(subscriptions(number, accountId), number.accessToken());
    }

    private static Map<String, String> page(String fields, Optional<String> after) {
        var query = new LinkedHashMap<String, String>();
        query.put("fields", fields);
        query.put("limit", Integer.toString(PAGE));
        after.ifPresent(cursor -> query.put("after", cursor));
        return query;
    }

    private String subscriptions(BusinessNumber number, String accountId) {
        return http.address(number.version(), accountId + "/subscribed_apps");
    }

    private String numberFields(BusinessNumber number) {
        Matcher version = MAJOR.matcher(http.version(number.version()));
        boolean hasLimit =
                version.matches() && Integer.parseInt(version.group(1)) >= MESSAGING_LIMIT_SINCE;
        return NUMBER_FIELDS + (hasLimit ? LIMIT_FIELD : "");
    }
}
