package io.d365hub.dataverse.client;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A lookup points to a row that does not exist. Dataverse says so with the same codes as for the row itself, so the
 * change and the words of the answer have to tell which.
 *
 * @param property the lookup, where it can be told
 * @param parent what it points to, where it can be told
 */
record MissingParent(Optional<String> property, Optional<RowRef> parent) {

    private static final Pattern BY_KEY = Pattern.compile("does not exist in (\\w+) entity", Pattern.CASE_INSENSITIVE);
    private static final Pattern BY_ID = Pattern.compile(
            "With Ids? = (\\{?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}}?)",
            Pattern.CASE_INSENSITIVE);

    static Optional<MissingParent> in(RowChange change, ErrorBody error) {
        Optional<ErrorCode> code = ErrorCode.of(error.code());
        if (code.isEmpty() || change.operation() == RowOperation.DELETE) {
            return Optional.empty();
        }
        return switch (code.get()) {
            case RECORD_NOT_FOUND_BY_ENTITY_KEY -> byKey(change, error.message());
            case OBJECT_DOES_NOT_EXIST -> byId(change, error.message());
            default -> Optional.empty();
        };
    }

    private static Optional<MissingParent> byKey(RowChange change, String message) {
        List<Map.Entry<String, RowRef>> binds = change.binds().entrySet().stream()
                .filter(bind -> bind.getValue() instanceof RowRef.ByKey)
                .toList();
        boolean mayBeOwn = change.operation() == RowOperation.UPDATE && change.row() instanceof RowRef.ByKey;
        Matcher words = BY_KEY.matcher(message);
        if (!words.find()) {
            return mayBeOwn && binds.isEmpty() ? Optional.empty() : Optional.of(named(binds));
        }
        String table = words.group(1).toLowerCase(Locale.ROOT);
        // A plural is sure; a common beginning is not (salesorder, salesorderdetails), but better than nothing.
        for (BiPredicate<String, String> match : List.<BiPredicate<String, String>>of(
                MissingParent::isPlural, (set, name) -> set.startsWith(name.substring(0, name.length() - 1)))) {
            if (mayBeOwn && match.test(change.row().table().toLowerCase(Locale.ROOT), table)) {
                return Optional.empty();
            }
            List<Map.Entry<String, RowRef>> candidates = binds.stream()
                    .filter(bind -> match.test(bind.getValue().table().toLowerCase(Locale.ROOT), table))
                    .toList();
            if (!candidates.isEmpty()) {
                return Optional.of(named(candidates));
            }
        }
        return mayBeOwn && binds.isEmpty() ? Optional.empty() : Optional.of(named(List.of()));
    }

    private static Optional<MissingParent> byId(RowChange change, String message) {
        Matcher named = BY_ID.matcher(message);
        if (!named.find()) {
            return change.operation() == RowOperation.UPDATE ? Optional.empty() : Optional.of(named(List.of()));
        }
        String id = named.group(1).replaceAll("[{}]", "").toLowerCase(Locale.ROOT);
        if (change.row() instanceof RowRef.ById own && own.id().toString().equals(id)) {
            return Optional.empty();
        }
        return Optional.of(named(change.binds().entrySet().stream()
                .filter(bind -> bind.getValue() instanceof RowRef.ById target
                        && target.id().toString().equals(id))
                .toList()));
    }

    private static MissingParent named(List<Map.Entry<String, RowRef>> candidates) {
        return candidates.size() == 1
                ? new MissingParent(
                        Optional.of(candidates.get(0).getKey()),
                        Optional.of(candidates.get(0).getValue()))
                : new MissingParent(Optional.empty(), Optional.empty());
    }

    /** Set names are plurals of table names by English rules: {@code opportunity} has {@code opportunities}. */
    private static boolean isPlural(String set, String name) {
        return set.equals(name + "s")
                || set.equals(name + "es")
                || (name.endsWith("y") && set.equals(name.substring(0, name.length() - 1) + "ies"));
    }

    String sentence() {
        return parent.isPresent()
                ? "The lookup " + property.orElseThrow() + " points to a row of "
                        + parent.get().table() + " (by " + parent.get().keyNames() + ") that does not exist."
                : "A lookup points to a row that does not exist.";
    }
}
