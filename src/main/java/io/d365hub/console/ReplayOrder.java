package io.d365hub.console;

import com.fasterxml.jackson.databind.JsonNode;
import io.d365hub.deadletter.ReplayPacing;
import io.d365hub.deadletter.ReplayRequest;
import io.d365hub.deadletter.query.LetterQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Reads what somebody wants to be replayed; refuses what is not understood, and names it. */
final class ReplayOrder {

    private static final Set<String> MEMBERS = Set.of(
            "ids", "group", "query", "force", "reason", "ramp", "failurePercent", "perSecond", "careful", "expected");

    private ReplayOrder() {}

    /** The order of a request, within what is open to the person. */
    static ReplayRequest read(AdminRequest request, LetterScope letters) {
        JsonNode body = request.body();
        String who = request.who();
        body.fieldNames().forEachRemaining(ReplayOrder::refuseUnknown);
        String reason = body.path("reason").asText("");
        ReplayRequest order = body.has("ids")
                ? ReplayRequest.of(ids(request, letters), who, reason)
                : ReplayRequest.of(selection(request, letters), who, reason);
        if (body.path("force").asBoolean(false)) {
            order = order.forced();
        }
        if (body.has("expected")) {
            order = order.expecting(number(body, "expected"));
        }
        return order.at(pacing(body));
    }

    private static ReplayPacing pacing(JsonNode body) {
        ReplayPacing base = body.path("careful").asBoolean(false) ? ReplayPacing.CAREFUL : ReplayPacing.UNLIMITED;
        try {
            return new ReplayPacing(
                    body.has("ramp") ? sizes(body.get("ramp")) : base.ramp(),
                    body.has("failurePercent") ? number(body, "failurePercent") : base.failurePercent(),
                    body.has("perSecond") ? number(body, "perSecond") : base.perSecond());
        } catch (IllegalArgumentException e) {
            throw wrong(e.getMessage());
        }
    }

    private static List<Integer> sizes(JsonNode list) {
        List<Integer> sizes = new ArrayList<>();
        for (JsonNode size : list) {
            if (!size.canConvertToInt() || !size.isIntegralNumber()) {
                throw wrong("'ramp' is no list of whole numbers");
            }
            sizes.add(size.asInt());
        }
        return sizes;
    }

    private static int number(JsonNode body, String member) {
        JsonNode value = body.get(member);
        if (!value.isIntegralNumber() || !value.canConvertToInt()) {
            throw wrong("'" + member + "' is no whole number");
        }
        return value.asInt();
    }

    static List<UUID> ids(AdminRequest request, LetterScope letters) {
        List<UUID> ids = new ArrayList<>();
        request.body().get("ids").forEach(id -> ids.add(AdminRequest.uuid(id.asText())));
        if (ids.isEmpty()) {
            throw wrong("'ids' names no dead letter");
        }
        letters.requireAll(ids, request);
        return ids;
    }

    static LetterQuery selection(AdminRequest request, LetterScope letters) {
        JsonNode body = request.body();
        if (body.has("group")) {
            return letters.within(
                    LetterQuery.OPEN.ofGroup(AdminRequest.uuid(body.get("group").asText())), request.user());
        }
        if (body.has("query")) {
            return letters.query(body.get("query").asText(), request.user());
        }
        throw wrong("it has none of 'ids', 'group' and 'query'");
    }

    private static void refuseUnknown(String member) {
        if (!MEMBERS.contains(member)) {
            throw wrong("'" + member + "' is no member of a replay order");
        }
    }

    private static AdminProblemException wrong(String why) {
        return new AdminProblemException(
                422,
                "Nothing was replayed.",
                "The order is wrong: " + why + ".",
                "Send {\"ids\": [...]}, {\"group\": \"...\"} or {\"query\": \"...\"}, and \"force\", \"reason\", \"careful\","
                        + " \"ramp\", \"failurePercent\", \"perSecond\" or \"expected\" if you like.");
    }
}
