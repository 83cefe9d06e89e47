package io.d365hub.dataverse.bulk;

import io.d365hub.dataverse.client.RowRef;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Tells which rows may be the same one. Dataverse compares texts without regard to case, accents and blanks at the end,
 * so keys that differ only there count as equal: to take two rows for one costs a moment, to take one for two its order.
 */
final class RowKeys {

    private static final char SEPARATOR = '\u0000';

    private RowKeys() {}

    static String of(RowRef row) {
        if (row instanceof RowRef.ById byId) {
            return row.table() + SEPARATOR + byId.id();
        }
        Map<String, Object> key = ((RowRef.ByKey) row).key();
        if (key.size() == 1) {
            Map.Entry<String, Object> only = key.entrySet().iterator().next();
            return row.table() + SEPARATOR + only.getKey() + SEPARATOR + text(only.getValue());
        }
        StringBuilder text = new StringBuilder(row.table());
        new TreeMap<>(key)
                .forEach((column, value) ->
                        text.append(SEPARATOR).append(column).append(SEPARATOR).append(text(value)));
        return text.toString();
    }

    private static String text(Object value) {
        String text = value.toString();
        if (!(value instanceof String)) {
            return text;
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > '~') {
                text = Normalizer.normalize(text, Normalizer.Form.NFKD).replaceAll("\\p{M}+", "");
                break;
            }
        }
        return text.stripTrailing().toLowerCase(Locale.ROOT);
    }
}
