package io.d365hub.dataverse.client;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * How one request is to be carried out: as whom, under which condition, with which of the platform's own steps, and what
 * the answer is to hold. Immutable; two that ask for the same are equal, whatever the order in which it was asked.
 *
 * <p>Header names are those of Microsoft's pages "Optional parameters" and "Bypass custom business logic".
 *
 * @param headers of the platform, by name
 * @param annotations what {@code odata.include-annotations} asks for; empty for none
 * @param tag free text that plug-ins and webhooks see; empty for none
 * @param ifMatch the version that the row must have, or {@code *} for any; empty for no condition
 * @param ifNoneMatch the version that the row must not have, or {@code *} for "must not exist"; empty for no condition
 * @param representation whether a write is answered with the row
 * @param select the columns of that row; all when empty
 */
public record RequestOptions(
        Map<String, String> headers,
        String annotations,
        String tag,
        String ifMatch,
        String ifNoneMatch,
        boolean representation,
        List<String> select) {

    /** Nothing asked for: the application user itself, unconditionally, answered without a row. */
    public static final RequestOptions NONE = new RequestOptions(Map.of(), "", "", "", "", false, List.of());

    /** Every annotation that the service has: formatted values, lookups, details of errors. */
    public static final String ALL_ANNOTATIONS = "*";

    static final String PREFER = "Prefer";

    private static final Set<String> LOGIC = Set.of("CustomSync", "CustomAsync");
    private static final Pattern ENTITY_TAG = Pattern.compile("\\*|(W/)?\"[^\"\\p{Cntrl}]*\"");

    public RequestOptions {
        headers = Collections.unmodifiableMap(new TreeMap<>(headers));
        headers.forEach(RequestOptions::oneLine);
        oneLine("annotations", annotations);
        oneLine("tag", tag);
        condition("If-Match", ifMatch);
        condition("If-None-Match", ifNoneMatch);
        if (!ifMatch.isEmpty() && !ifNoneMatch.isEmpty()) {
            throw new IllegalArgumentException("If-Match and If-None-Match exclude each other; give one of them");
        }
        select = List.copyOf(select);
    }

    /** Acts for the user with this Entra object id; our user needs the privilege {@code prvActOnBehalfOfAnotherUser}. */
    public RequestOptions asEntraUser(UUID objectId) {
        return with("CallerObjectId", objectId.toString());
    }

    /** Acts for the user with this {@code systemuserid}; the older form of {@link #asEntraUser}. */
    public RequestOptions asUser(UUID user) {
        return with("MSCRMCallerID", user.toString());
    }

    /** Refuses a row that a published rule of duplicate detection finds; the Web API does not look by itself. */
    public RequestOptions detectingDuplicates() {
        return with("MSCRM.SuppressDuplicateDetection", "false");
    }

    /**
     * Leaves custom plug-ins and workflows out; our user needs {@code prvBypassCustomBusinessLogic}.
     *
     * @param which {@code CustomSync}, {@code CustomAsync}, or both with a comma between
     */
    public RequestOptions bypassingLogic(String which) {
        String[] parts = which.split(",", -1);
        for (int i = 0; i < parts.length; i++) {
            parts[i] = parts[i].trim();
            if (!LOGIC.contains(parts[i])) {
                throw new IllegalArgumentException(
                        "Custom logic to bypass is '" + parts[i] + "'; there are CustomSync and CustomAsync");
            }
        }
        return with("MSCRM.BypassBusinessLogicExecution", String.join(",", parts));
    }

    /** Leaves these registered steps out. */
    public RequestOptions bypassingSteps(List<UUID> steps) {
        return with(
                "MSCRM.BypassBusinessLogicExecutionStepIds",
                String.join(",", steps.stream().map(UUID::toString).toList()));
    }

    /** Leaves synchronous plug-ins out, the older form; our user needs {@code prvBypassCustomPlugins}. */
    public RequestOptions bypassingPlugins() {
        return with("MSCRM.BypassCustomPluginExecution", "true");
    }

    /** Starts no Power Automate flow. */
    public RequestOptions suppressingFlows() {
        return with("MSCRM.SuppressCallbackRegistrationExpanderJob", "true");
    }

    /** Free text that plug-ins and webhooks see as the shared variable {@code tag}. */
    public RequestOptions tagged(String text) {
        return new RequestOptions(headers, annotations, text, ifMatch, ifNoneMatch, representation, select);
    }

    /** Has the answer annotated, e.g. {@code OData.Community.Display.V1.FormattedValue}; {@code *} for all. */
    public RequestOptions annotated(String list) {
        return new RequestOptions(headers, list, tag, ifMatch, ifNoneMatch, representation, select);
    }

    /** Only when the row has this version ({@code W/"4410781"}), or exists at all ({@code *}). */
    public RequestOptions ifMatch(String version) {
        return new RequestOptions(headers, annotations, tag, version, ifNoneMatch, representation, select);
    }

    /** A write: only when the row does not exist ({@code *}). A read: only when it has another version. */
    public RequestOptions ifNoneMatch(String version) {
        return new RequestOptions(headers, annotations, tag, ifMatch, version, representation, select);
    }

    /** Has a write answered with the row: tells its id, its version, and whether it is new. Costs the service a read. */
    public RequestOptions returning(List<String> columns) {
        return new RequestOptions(headers, annotations, tag, ifMatch, ifNoneMatch, true, columns);
    }

    /** Whether the request has to be one of its own: no joined request can hold a condition or be answered with a row. */
    public boolean standsAlone() {
        return representation || isConditional();
    }

    /** Whether the row's version or existence decides. */
    public boolean isConditional() {
        return !ifMatch.isEmpty() || !ifNoneMatch.isEmpty();
    }

    private RequestOptions with(String header, String value) {
        Map<String, String> more = new TreeMap<>(headers);
        more.put(header, value);
        return new RequestOptions(more, annotations, tag, ifMatch, ifNoneMatch, representation, select);
    }

    /** The headers of a request without a condition; the row's operation decides about that. */
    Map<String, String> requestHeaders() {
        List<String> preferences = new ArrayList<>();
        if (representation) {
            preferences.add("return=representation");
        }
        preference().ifPresent(preferences::add);
        if (preferences.isEmpty()) {
            return headers;
        }
        Map<String, String> all = new TreeMap<>(headers);
        all.put(PREFER, String.join(",", preferences));
        return all;
    }

    /** The preference that asks for annotations. */
    Optional<String> preference() {
        return annotations.isEmpty()
                ? Optional.empty()
                : Optional.of("odata.include-annotations=\"" + annotations + "\"");
    }

    /** What follows a resource's address, question mark included; empty for nothing. */
    String query() {
        List<String> parts = new ArrayList<>();
        if (representation && !select.isEmpty()) {
            parts.add("$select="
                    + String.join(",", select.stream().map(KeyLiteral::percent).toList()));
        }
        if (!tag.isEmpty()) {
            parts.add("tag=" + KeyLiteral.percent(tag));
        }
        return parts.isEmpty() ? "" : "?" + String.join("&", parts);
    }

    private static void condition(String name, String version) {
        Objects.requireNonNull(version, name);
        if (!version.isEmpty() && !ENTITY_TAG.matcher(version).matches()) {
            throw new IllegalArgumentException(
                    name + " must hold a version as Dataverse gave it, e.g. W/\"4410781\", or *");
        }
    }

    /** A line break would let the value write headers of its own. */
    private static void oneLine(String name, String value) {
        Objects.requireNonNull(value, name);
        if (value.chars().anyMatch(Character::isISOControl)
                || (name.equals("annotations") && value.indexOf('"') >= 0)) {
            throw new IllegalArgumentException("'" + name + "' holds a character that a header cannot carry");
        }
    }

    /** Names what is asked for, no values: an id of a user is personal data. */
    @Override
    public String toString() {
        return "RequestOptions" + headers.keySet() + (standsAlone() ? " alone" : "");
    }
}
