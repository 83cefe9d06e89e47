package io.d365hub.simulator.odata;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.d365hub.simulator.model.Choice;
import io.d365hub.simulator.model.ColumnDefinition;
import io.d365hub.simulator.model.TableDefinition;
import io.d365hub.simulator.store.StoredImage;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;

/** Reads one JSON value for one column, and refuses what the column cannot hold. */
final class ValueReader {

    private static final BigDecimal LEAST_INT = BigDecimal.valueOf(Integer.MIN_VALUE);
    private static final BigDecimal GREATEST_INT = BigDecimal.valueOf(Integer.MAX_VALUE);
    /** Beyond this an exponent is an attack on memory, not a number. */
    private static final int MAX_DIGITS = 60;

    /** What the service lets a person choose at once. */
    private static final int MOST_CHOICES = 150;

    private ValueReader() {}

    static Object read(JsonParser json, TableDefinition table, ColumnDefinition column) throws IOException {
        JsonToken token = json.currentToken();
        if (token == JsonToken.VALUE_NULL) {
            return null;
        }
        return switch (column.type()) {
            case TEXT, MEMO -> text(json, token, table, column);
            case INTEGER -> integer(json, token, table, column);
            case CHOICE, STATE, STATUS -> choice(json, token, table, column);
            case CHOICES -> choices(json, token, table, column);
            case DECIMAL, MONEY -> decimal(json, token, table, column);
            case BIG_INTEGER -> number(json, token, table, column).longValue();
            case DOUBLE -> number(json, token, table, column).doubleValue();
            case BOOLEAN -> bool(token, table, column);
            case DATE_TIME, DATE -> date(json, token, table, column);
            case UNIQUE_IDENTIFIER -> uuid(json, token, table, column);
            case IMAGE -> image(json, token, table, column);
            case LOOKUP, CUSTOMER, OWNER, FILE -> throw PayloadError.wrongType(table, column);
        };
    }

    private static String text(JsonParser json, JsonToken token, TableDefinition table, ColumnDefinition column)
            throws IOException {
        if (token != JsonToken.VALUE_STRING) {
            throw PayloadError.wrongType(table, column);
        }
        String text = json.getText();
        if (text.length() > column.maxLength()) {
            throw PayloadError.tooLong(table, column);
        }
        return text;
    }

    private static BigDecimal number(JsonParser json, JsonToken token, TableDefinition table, ColumnDefinition column)
            throws IOException {
        if (token != JsonToken.VALUE_NUMBER_INT && token != JsonToken.VALUE_NUMBER_FLOAT) {
            throw PayloadError.wrongType(table, column);
        }
        BigDecimal number = json.getDecimalValue();
        if (Math.abs((long) number.precision() - number.scale()) > MAX_DIGITS || number.scale() > MAX_DIGITS) {
            throw PayloadError.wrongType(table, column);
        }
        return number;
    }

    private static Integer integer(JsonParser json, JsonToken token, TableDefinition table, ColumnDefinition column)
            throws IOException {
        BigDecimal number = number(json, token, table, column);
        if (number.stripTrailingZeros().scale() > 0
                || number.compareTo(LEAST_INT) < 0
                || number.compareTo(GREATEST_INT) > 0) {
            throw PayloadError.wrongType(table, column);
        }
        if (column.minimum() != null && !inRange(number, column)) {
            throw PayloadError.outOfRange(table, column, ErrorCode.INTEGER_OUT_OF_RANGE, accepted(column));
        }
        return number.intValue();
    }

    private static Integer choice(JsonParser json, JsonToken token, TableDefinition table, ColumnDefinition column)
            throws IOException {
        int value = integer(json, token, table, column);
        if (column.choice(value).isEmpty()) {
            throw unknownChoice(table, column);
        }
        return value;
    }

    private static ApiError unknownChoice(TableDefinition table, ColumnDefinition column) {
        String accepted = column.choices().stream()
                .map(Choice::value)
                .map(String::valueOf)
                .collect(Collectors.joining(","));
        return PayloadError.outOfRange(table, column, ErrorCode.CHOICE_OUT_OF_RANGE, accepted);
    }

    /** {@code "1,9"}, blanks allowed; kept without blanks, each number once, in ascending order. */
    private static String choices(JsonParser json, JsonToken token, TableDefinition table, ColumnDefinition column)
            throws IOException {
        if (token != JsonToken.VALUE_STRING) {
            throw PayloadError.wrongType(table, column);
        }
        if (json.getText().isBlank()) {
            return null;
        }
        TreeSet<Integer> chosen = new TreeSet<>();
        for (String text : json.getText().split(",", -1)) {
            try {
                int value = Integer.parseInt(text.strip());
                chosen.add(column.choice(value)
                        .orElseThrow(() -> unknownChoice(table, column))
                        .value());
            } catch (NumberFormatException e) {
                throw PayloadError.wrongType(table, column);
            }
        }
        if (chosen.size() > MOST_CHOICES) {
            throw PayloadError.outOfRange(
                    table, column, ErrorCode.CHOICE_OUT_OF_RANGE, "at most " + MOST_CHOICES + " choices");
        }
        return chosen.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    private static BigDecimal decimal(JsonParser json, JsonToken token, TableDefinition table, ColumnDefinition column)
            throws IOException {
        BigDecimal number = number(json, token, table, column);
        if (!inRange(number, column)) {
            throw PayloadError.outOfRange(table, column, ErrorCode.DECIMAL_OUT_OF_RANGE, accepted(column));
        }
        return Values.rounded(number, column);
    }

    private static boolean inRange(BigDecimal number, ColumnDefinition column) {
        return number.compareTo(column.minimum()) >= 0 && number.compareTo(column.maximum()) <= 0;
    }

    private static String accepted(ColumnDefinition column) {
        return column.minimum().toPlainString() + " to " + column.maximum().toPlainString();
    }

    private static Boolean bool(JsonToken token, TableDefinition table, ColumnDefinition column) {
        if (token == JsonToken.VALUE_TRUE) {
            return Boolean.TRUE;
        }
        if (token == JsonToken.VALUE_FALSE) {
            return Boolean.FALSE;
        }
        throw PayloadError.wrongType(table, column);
    }

    private static Object date(JsonParser json, JsonToken token, TableDefinition table, ColumnDefinition column)
            throws IOException {
        if (token == JsonToken.VALUE_STRING) {
            try {
                String text = json.getText();
                return column.type() == io.d365hub.simulator.model.ColumnType.DATE
                        ? LocalDate.parse(text)
                        : Values.instant(text);
            } catch (DateTimeException e) {
                throw PayloadError.wrongType(table, column);
            }
        }
        throw PayloadError.wrongType(table, column);
    }

    private static StoredImage image(JsonParser json, JsonToken token, TableDefinition table, ColumnDefinition column)
            throws IOException {
        if (token != JsonToken.VALUE_STRING) {
            throw PayloadError.wrongType(table, column);
        }
        try {
            byte[] bytes = json.getBinaryValue();
            if (bytes.length > column.mostBytes()) {
                throw PayloadError.fileTooBig(column);
            }
            return new StoredImage(UUID.randomUUID(), column.logicalName(), bytes);
        } catch (JsonParseException e) {
            throw PayloadError.wrongType(table, column);
        }
    }

    private static UUID uuid(JsonParser json, JsonToken token, TableDefinition table, ColumnDefinition column)
            throws IOException {
        UUID id = token == JsonToken.VALUE_STRING ? Values.uuid(Values.unbraced(json.getText())) : null;
        if (id == null) {
            throw PayloadError.wrongType(table, column);
        }
        return id;
    }
}
