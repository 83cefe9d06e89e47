package io.d365hub.dataverse.client;

import io.d365hub.dataverse.client.MetadataFinding.Kind;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Compares what a route names with what an environment has, and says what does not fit. */
final class MetadataFindings {

    private final String environment;

    /** @param environment named in findings, as the reader knows it */
    MetadataFindings(String environment) {
        this.environment = environment;
    }

    MetadataFinding unreachable(String why) {
        return new MetadataFinding(
                Kind.UNREACHABLE, "Tables and keys could not be checked on " + environment + ". " + why, "");
    }

    MetadataFinding unknownTable(String table, Map<String, KeptMetadata.Table> tables) {
        List<String> meant = tables.entrySet().stream()
                .filter(entry -> entry.getValue().logicalName().equals(table))
                .map(Map.Entry::getKey)
                .toList();
        List<String> names = meant.isEmpty() ? Nearest.to(table, tables.keySet()) : meant;
        return new MetadataFinding(
                Kind.UNKNOWN_TABLE,
                "Table '" + table + "' does not exist on " + environment + ".",
                names.isEmpty()
                        ? "Write the entity set name of the table, e.g. salesorders."
                        : "The nearest entity set name is '" + String.join("' or '", names) + "'.");
    }

    Optional<MetadataFinding> column(String table, String name, boolean lookup, List<String> known) {
        if (known.contains(name)) {
            return Optional.empty();
        }
        List<String> meant = Nearest.to(name, known);
        return Optional.of(new MetadataFinding(
                Kind.UNKNOWN_COLUMN,
                "Table '" + table + "' has no " + (lookup ? "lookup" : "column") + " '" + name + "' on " + environment
                        + ".",
                meant.isEmpty()
                        ? lookup ? "It has: " + String.join(", ", known) + "." : "Write a column's logical name."
                        : "The nearest is '" + String.join("' or '", meant) + "'."));
    }

    Optional<MetadataFinding> key(String table, List<String> key, List<KeptMetadata.Key> keys) {
        Set<String> wanted = new HashSet<>();
        for (String column : key) {
            wanted.add(declared(column));
        }
        for (KeptMetadata.Key candidate : keys) {
            if (Set.copyOf(candidate.columns()).equals(wanted)) {
                return candidate.indexStatus().equals("Active")
                        ? Optional.empty()
                        : Optional.of(notActive(table, candidate));
            }
        }
        List<String> known = keys.stream()
                .map(candidate -> String.join(",", candidate.columns()))
                .toList();
        return Optional.of(new MetadataFinding(
                Kind.UNKNOWN_KEY,
                "'" + String.join(",", key) + "' is not an alternate key of '" + table + "' on " + environment + ".",
                known.isEmpty()
                        ? "The table has no alternate key; declare one in Dataverse."
                        : "Its alternate keys are '" + String.join("' and '", known) + "'."));
    }

    private static MetadataFinding notActive(String table, KeptMetadata.Key key) {
        return new MetadataFinding(
                Kind.KEY_NOT_ACTIVE,
                "The alternate key '" + key.name() + "' of '" + table + "' is not active: " + key.indexStatus() + ".",
                "Wait until its index is built, or activate it again in Dataverse.");
    }

    /** A lookup is addressed as {@code _parentid_value} and declared as {@code parentid}. */
    private static String declared(String column) {
        return column.startsWith("_") && column.endsWith("_value")
                ? column.substring(1, column.length() - "_value".length())
                : column;
    }
}
