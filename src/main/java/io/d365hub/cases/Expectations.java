package io.d365hub.cases;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.d365hub.failure.Failure;
import io.d365hub.rehearsal.FarSide;
import io.d365hub.rehearsal.FarSide.Call;
import io.d365hub.rehearsal.Trial;
import io.d365hub.rehearsal.Trial.Letter;
import io.d365hub.rehearsal.Trial.Sent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.camel.util.TimeUtils;

/** Compares what a case expects of a trial with what came of it; one line for each difference. */
final class Expectations {

    static final Set<String> FIELDS =
            Set.of("rows", "calls", "deadLetters", "sent", "time", "delivered", "filtered", "suspended", "waiting");

    private final Trial trial;
    private final FarSide farSide;
    private final List<String> lines = new ArrayList<>();

    Expectations(Trial trial, FarSide farSide) {
        this.trial = trial;
        this.farSide = farSide;
    }

    List<String> differences(JsonNode expect) {
        compare("delivered", expect, trial.delivered());
        compare("filtered", expect, trial.filtered());
        deadLetters(expect.path("deadLetters"));
        suspended(expect.path("suspended"));
        if (expect.has("waiting")) {
            compare("waiting", expect, trial.waiting());
        } else if (trial.waiting() > 0 && !expect.has("suspended")) {
            lines.add("waiting: " + trial.waiting() + " messages still waited at the end");
        }
        calls(expect.path("calls"));
        sent(expect.path("sent"));
        time(expect.path("time"));
        expect.path("rows").properties().forEach(table -> rows(table.getKey(), table.getValue()));
        return List.copyOf(lines);
    }

    private void compare(String name, JsonNode expect, int actual) {
        if (expect.has(name) && expect.get(name).asInt() != actual) {
            lines.add(name + ": expected " + expect.get(name) + ", was " + actual);
        }
    }

    // --- Dead letters

    /** Dead letters that a case does not speak of are failures: silence about them would hide them. */
    private void deadLetters(JsonNode expected) {
        if (expected.isNumber()) {
            if (expected.asInt() != trial.letters().size()) {
                lines.add("deadLetters: expected " + expected + ", were "
                        + trial.letters().size() + shown());
            }
            return;
        }
        List<Letter> left = new ArrayList<>(trial.letters());
        for (JsonNode wanted : expected) {
            Optional<Letter> found = left.stream()
                    .filter(letter -> mismatch(wanted, letter).isEmpty())
                    .findFirst();
            found.ifPresentOrElse(
                    left::remove,
                    () -> lines.add("deadLetters: expected " + wanted + ", but "
                            + (trial.letters().isEmpty() ? "there were none" : "there were:" + shown())));
        }
        left.forEach(letter -> lines.add("deadLetters: not expected: " + sentences(letter)));
    }

    private String shown() {
        return trial.letters().stream()
                .map(letter -> "\n    " + sentences(letter))
                .collect(Collectors.joining());
    }

    private static Optional<String> mismatch(JsonNode wanted, Letter letter) {
        Failure failure = letter.failure();
        boolean fits = fits(wanted, "kind", failure.kind().name())
                && fits(wanted, "code", failure.code())
                && fits(wanted, "key", letter.recordKey())
                && words(failure).contains(wanted.path("words").asText(""));
        return fits ? Optional.empty() : Optional.of("");
    }

    private static boolean fits(JsonNode wanted, String field, String actual) {
        return !wanted.has(field)
                || wanted.get(field).asText().toUpperCase(Locale.ROOT).equals(actual.toUpperCase(Locale.ROOT));
    }

    private static String words(Failure failure) {
        return failure.what() + " " + failure.why() + " " + failure.mend();
    }

    private static String sentences(Letter letter) {
        Failure failure = letter.failure();
        return failure.kind() + " " + failure.code() + " of '" + letter.recordKey() + "': " + Sentences.of(failure);
    }

    private void suspended(JsonNode expected) {
        boolean wanted = !expected.isMissingNode() && !(expected.isBoolean() && !expected.asBoolean());
        if (wanted && trial.suspended().isEmpty()) {
            lines.add("suspended: expected, but the integration was not");
        } else if (!wanted && trial.suspended().isPresent()) {
            lines.add("suspended: not expected, but the integration was: "
                    + words(trial.suspended().get()));
        } else if (wanted && expected.isObject()) {
            Failure failure = trial.suspended().get();
            if (!fits(expected, "code", failure.code())
                    || !words(failure).contains(expected.path("words").asText(""))) {
                lines.add("suspended: expected " + expected + ", was: " + failure.code() + " " + words(failure));
            }
        }
    }

    // --- Calls, messages, time

    private void calls(JsonNode expected) {
        List<Call> calls = expected.isMissingNode() ? List.of() : farSide.calls();
        expected.properties().forEach(entry -> {
            String operation = entry.getKey().toLowerCase(Locale.ROOT);
            List<Integer> sizes = calls.stream()
                    .filter(call -> operation.equals("total")
                            ? !call.operation().equals("token")
                            : call.operation().toLowerCase(Locale.ROOT).equals(operation))
                    .map(Call::rows)
                    .toList();
            boolean fits = entry.getValue().isArray()
                    ? sizes.equals(numbers(entry.getValue()))
                    : sizes.size() == entry.getValue().asInt();
            if (!fits) {
                lines.add("calls/" + entry.getKey() + ": expected " + entry.getValue() + ", were "
                        + (entry.getValue().isArray() ? sizes.toString() : sizes.size() + " with " + sizes + " rows")
                        + "; all calls: " + summary(calls));
            }
        });
    }

    private static List<Integer> numbers(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asInt)
                .toList();
    }

    private static String summary(List<Call> calls) {
        return calls.stream()
                .limit(20)
                .map(call ->
                        call.operation() + "(" + call.rows() + ") " + (call.status() == 0 ? "lost" : call.status()))
                .collect(Collectors.joining(", "));
    }

    private void sent(JsonNode expected) {
        expected.properties().forEach(target -> {
            ArrayNode actual = JsonNodeFactory.instance.arrayNode();
            trial.sent().stream()
                    .filter(sent -> sent.to().equals(target.getKey().replaceFirst("://", ":"))
                            || sent.to().replaceFirst("://", ":").equals(target.getKey()))
                    .map(Sent::body)
                    .forEach(actual::add);
            if (actual.isEmpty() && !target.getValue().isEmpty()) {
                lines.add("sent/" + target.getKey() + ": expected "
                        + target.getValue().size() + " messages, was none; messages went to "
                        + trial.sent().stream().map(Sent::to).distinct().toList());
            } else {
                JsonDifference.between(target.getValue(), actual)
                        .forEach(line -> lines.add("sent/" + target.getKey() + line));
            }
        });
    }

    private void time(JsonNode expected) {
        if (expected.isMissingNode()) {
            return;
        }
        Duration least = duration(expected.isObject() ? expected.path("least") : expected);
        Duration most = expected.isObject()
                ? expected.has("most") ? duration(expected.get("most")) : Duration.ofDays(365)
                : least.plus(least.dividedBy(10)).plusSeconds(2);
        if (trial.time().compareTo(least) < 0 || trial.time().compareTo(most) > 0) {
            lines.add("time: expected " + expected + ", was " + trial.time());
        }
    }

    private static Duration duration(JsonNode text) {
        return text.isNumber()
                ? Duration.ofSeconds(text.asLong())
                : Duration.ofMillis(TimeUtils.toMilliSeconds(text.asText("0")));
    }

    // --- Rows

    /** All rows of the table, each with at least these columns. */
    private void rows(String table, JsonNode expected) {
        List<String> lookups = StreamSupport.stream(expected.spliterator(), false)
                .flatMap(row -> row.properties().stream())
                .filter(field -> field.getValue().isObject())
                .map(Map.Entry::getKey)
                .distinct()
                .toList();
        List<JsonNode> left = new ArrayList<>(farSide.rows(table, lookups));
        int number = 0;
        for (JsonNode row : expected) {
            Optional<JsonNode> exact = left.stream()
                    .filter(actual -> different(row, actual).isEmpty())
                    .findFirst();
            if (exact.isPresent()) {
                left.remove(exact.get());
            } else {
                nearest(table, number, row, left);
            }
            number++;
        }
        left.forEach(row -> lines.add("rows/" + table + ": not expected: " + own(row)));
    }

    private void nearest(String table, int number, JsonNode row, List<JsonNode> left) {
        Optional<JsonNode> near = left.stream()
                .min(Comparator.comparingInt(actual -> different(row, actual).size()));
        if (near.isEmpty() || different(row, near.get()).size() >= row.size()) {
            lines.add("rows/" + table + "/" + number + ": expected " + row + ", is missing");
            return;
        }
        left.remove(near.get());
        different(row, near.get()).forEach(line -> lines.add("rows/" + table + "/" + number + line));
    }

    private static List<String> different(JsonNode expected, JsonNode actual) {
        ObjectNode seen = JsonNodeFactory.instance.objectNode();
        expected.fieldNames().forEachRemaining(name -> {
            JsonNode value = actual.path(name);
            if (value.isObject() && expected.get(name).isObject()) {
                ObjectNode part = seen.putObject(name);
                expected.get(name)
                        .fieldNames()
                        .forEachRemaining(inner -> part.set(
                                inner,
                                value.path(inner).isMissingNode()
                                        ? JsonNodeFactory.instance.nullNode()
                                        : value.get(inner)));
            } else if (value.isMissingNode() && !actual.has("_" + name + "_value")) {
                // A misspelt column is no empty one: rows come with all their columns.
                seen.put(name, "(there is no such column)");
            } else {
                seen.set(name, value.isMissingNode() ? JsonNodeFactory.instance.nullNode() : value);
            }
        });
        return JsonDifference.between(expected, seen);
    }

    /** What somebody has written: without the columns that every row has. */
    private static ObjectNode own(JsonNode row) {
        ObjectNode own = JsonNodeFactory.instance.objectNode();
        row.properties().stream()
                .filter(field ->
                        !field.getKey().startsWith("_") && !field.getKey().contains("@"))
                .filter(field -> !field.getValue().isNull())
                .filter(field -> !Set.of("createdon", "modifiedon", "versionnumber", "statecode", "statuscode")
                        .contains(field.getKey()))
                .limit(8)
                .forEach(field -> own.set(field.getKey(), field.getValue()));
        return own;
    }
}
