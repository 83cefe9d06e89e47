package io.d365hub.dataverse.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Calls functions and actions of the service, custom APIs included. A function reads and may be repeated; an action does
 * something of its own and is sent once. Thread-safe.
 */
public final class Functions {

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.]*");
    private static final String NAMESPACE = "Microsoft.Dynamics.CRM.";
    private static final byte[] NOTHING = {};

    /**
     * What a function or an action works on.
     *
     * @param address as it stands before the name, with a slash; empty for nothing
     */
    public record Binding(String address) {

        /** Nothing: the name alone is called. */
        public static final Binding NONE = new Binding("");

        /** All rows of a table. */
        public static Binding to(String table) {
            return new Binding(table + "/");
        }

        /** One row. */
        public static Binding to(RowRef row) {
            return new Binding(row.forUrl() + "/");
        }
    }

    private final PlainCalls calls;
    private final String basePath;
    private final Function<BooleanSupplier, Deadline> deadlines;

    Functions(PlainCalls calls, String basePath, Function<BooleanSupplier, Deadline> deadlines) {
        this.calls = calls;
        this.basePath = basePath;
        this.deadlines = deadlines;
    }

    /**
     * Calls a function.
     *
     * @param parameters values as {@link FunctionLiteral} takes them: texts, numbers, ids, dates, rows, lists
     * @return its answer
     */
    public CompletableFuture<JsonNode> function(
            String name, Binding binding, Map<String, Object> parameters, RequestOptions options) {
        String what = "The function " + name + " was not called.";
        List<String> names = new ArrayList<>();
        List<String> values = new ArrayList<>();
        parameters.forEach((parameter, value) -> {
            // By alias: inside the brackets some characters break the address however they are encoded.
            String alias = "@p" + (names.size() + 1);
            names.add(checked(parameter) + "=" + alias);
            values.add(alias + "=" + KeyLiteral.percent(FunctionLiteral.of(parameter, value)));
        });
        if (!options.tag().isEmpty()) {
            values.add("tag=" + KeyLiteral.percent(options.tag()));
        }
        String path = basePath + binding.address() + qualified(name, binding) + "(" + String.join(",", names) + ")"
                + (values.isEmpty() ? "" : "?" + String.join("&", values));
        WireRequest request = WireRequest.get(path).withHeaders(options.requestHeaders());
        return calls.read(what, request, deadlines.apply(() -> true)).thenApply(response -> json(what, response));
    }

    /**
     * Calls an action.
     *
     * @param parameters as the Web API takes them
     * @param repeatable whether it may be done twice; if not, a lost answer ends as {@code unknown-outcome}
     * @param wanted asked before the request; false ends the operation with nothing sent
     * @return its answer; nothing for an action that gives none
     */
    public CompletableFuture<Optional<JsonNode>> action(
            String name,
            Binding binding,
            ObjectNode parameters,
            RequestOptions options,
            boolean repeatable,
            BooleanSupplier wanted) {
        String what = "The action " + name + " was not called.";
        String path = basePath + binding.address() + qualified(name, binding) + options.query();
        byte[] body = parameters.isEmpty() ? NOTHING : parameters.toString().getBytes(StandardCharsets.UTF_8);
        WireRequest request = new WireRequest("POST", path, options.requestHeaders(), body, WireRequest.JSON);
        String notRepeatable = repeatable ? "" : "an action that may not be done twice cannot be repeated safely";
        return calls.write(what, request, notRepeatable, deadlines.apply(wanted))
                .thenApply(
                        response -> response.body().length == 0 ? Optional.empty() : Optional.of(json(what, response)));
    }

    /** Bound ones are called by their full name. */
    private static String qualified(String name, Binding binding) {
        String checked = checked(name);
        return binding.address().isEmpty() || checked.contains(".") ? checked : NAMESPACE + checked;
    }

    private static String checked(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "'" + name + "' cannot be the name of a function, an action or a" + " parameter");
        }
        return name;
    }

    private static JsonNode json(String what, WireResponse response) {
        try {
            return Json.MAPPER.readTree(response.body());
        } catch (IOException e) {
            throw Failures.answerLost(what, e);
        }
    }
}
