package io.d365hub.dataverse.client;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/** Writes the value of a key column as OData does, for an address and for the text of a body. */
final class KeyLiteral {

    /** Key values with one of these cannot be addressed; Microsoft lists all but the last, which is reported. */
    private static final String BREAKING = "/<>*%&:\\?+#";

    private static final String UNRESERVED = "-._~";

    private KeyLiteral() {}

    /** Whether an address with this value is refused or misread by the service, however it is encoded. */
    static boolean breaksAddress(Object value) {
        if (value instanceof String text) {
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if (BREAKING.indexOf(c) >= 0 || Character.isISOControl(c)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** For JSON, where percent-escapes would be taken literally. */
    static String plain(Object value) {
        if (value instanceof String text) {
            return "'" + text.replace("'", "''") + "'";
        }
        if (value instanceof BigDecimal number) {
            return number.toPlainString();
        }
        if (value instanceof Instant instant) {
            return DateTimeFormatter.ISO_INSTANT.format(instant.truncatedTo(ChronoUnit.SECONDS));
        }
        return value.toString();
    }

    /** For an address: the same, percent-encoded as UTF-8, the quotes around it apart. */
    static String encoded(Object value) {
        String plain = plain(value);
        return value instanceof String ? "'" + percent(plain.substring(1, plain.length() - 1)) + "'" : percent(plain);
    }

    /** As the value of a column in a body. */
    static Object forColumn(Object value) {
        return value instanceof Instant || value instanceof LocalDate || value instanceof UUID ? plain(value) : value;
    }

    static String percent(String text) {
        int plain = 0;
        while (plain < text.length() && isUnreserved(text.charAt(plain))) {
            plain++;
        }
        if (plain == text.length()) {
            return text;
        }
        StringBuilder encoded = new StringBuilder(text.length() + 16);
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xFF);
            if (isUnreserved(c)) {
                encoded.append(c);
            } else {
                encoded.append('%')
                        .append(Character.toUpperCase(Character.forDigit(b >> 4 & 0xF, 16)))
                        .append(Character.toUpperCase(Character.forDigit(b & 0xF, 16)));
            }
        }
        return encoded.toString();
    }

    private static boolean isUnreserved(char c) {
        return c < 128 && (Character.isLetterOrDigit(c) || UNRESERVED.indexOf(c) >= 0);
    }

    private static boolean isWellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                if (i + 1 == text.length() || !Character.isSurrogatePair(c, text.charAt(i + 1))) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    /** @throws IllegalArgumentException when a key column cannot hold such a value; the message names the column only */
    static void check(String column, Object value) {
        boolean known = value instanceof String
                || value instanceof Integer
                || value instanceof Long
                || value instanceof BigInteger
                || value instanceof BigDecimal
                || value instanceof UUID
                || value instanceof Instant
                || value instanceof LocalDate;
        if (!known) {
            throw new IllegalArgumentException("Key column '" + column
                    + "' must hold a text, a number, an id, a date or a time"
                    + (value == null ? "; it is missing" : ""));
        }
        if (value instanceof String text) {
            if (text.isEmpty()) {
                throw new IllegalArgumentException("Key column '" + column + "' is empty");
            }
            if (!isWellFormed(text)) {
                // Encoding would quietly replace it, and another row would be addressed.
                throw new IllegalArgumentException("Key column '" + column + "' holds half of a Unicode character");
            }
        }
    }
}
