package io.d365hub.simulator.odata;

import io.d365hub.simulator.model.Choice;
import io.d365hub.simulator.model.ColumnDefinition;
import io.d365hub.simulator.model.TableDefinition;
import io.d365hub.simulator.store.Database;
import io.d365hub.simulator.store.Reference;
import io.d365hub.simulator.store.Row;
import java.math.BigDecimal;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The texts that a person sees, as an English user in UTC would. */
final class FormattedValues {

    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("M/d/yyyy", Locale.ENGLISH);
    private static final DateTimeFormatter DATE_TIME =
            DateTimeFormatter.ofPattern("M/d/yyyy h:mm a", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    private final Database database;

    FormattedValues(Database database) {
        this.database = database;
    }

    /** The text of a column's value, or null when it has none beside the value itself. */
    String of(TableDefinition table, Row row, ColumnDefinition column, Object value) {
        if (value == null) {
            return null;
        }
        return switch (column.type()) {
            case CHOICE, STATE, STATUS ->
                column.choice((Integer) value).map(Choice::label).orElse(null);
            case CHOICES -> labels(column, (String) value);
            case BOOLEAN -> (Boolean) value ? "Yes" : "No";
            case DATE -> DATE.format((LocalDate) value);
            case DATE_TIME -> DATE_TIME.format((Instant) value);
            case MONEY -> (column.writable() ? symbol(table, row) : baseSymbol()) + number((BigDecimal) value, 2);
            case DECIMAL -> number((BigDecimal) value, column.precision());
            case INTEGER -> number(BigDecimal.valueOf((Integer) value), 0);
            case BIG_INTEGER -> number(BigDecimal.valueOf((Long) value), 0);
            case LOOKUP, CUSTOMER, OWNER -> nameOf((Reference) value);
            case TEXT, MEMO, DOUBLE, UNIQUE_IDENTIFIER, FILE, IMAGE -> null;
        };
    }

    /** The text of a number that was calculated, or null for other values. */
    static String ofNumber(Object value) {
        if (value instanceof Long || value instanceof Integer) {
            return number(BigDecimal.valueOf(((Number) value).longValue()), 0);
        }
        return value instanceof BigDecimal number ? number(number, 2) : null;
    }

    private static String labels(ColumnDefinition column, String chosen) {
        return Arrays.stream(chosen.split(",", -1))
                .map(number -> column.choice(Integer.parseInt(number))
                        .map(Choice::label)
                        .orElse(number))
                .collect(Collectors.joining("; "));
    }

    private static String number(BigDecimal value, int digits) {
        DecimalFormat format = new DecimalFormat("#,##0", DecimalFormatSymbols.getInstance(Locale.ENGLISH));
        format.setMinimumFractionDigits(digits);
        format.setMaximumFractionDigits(digits);
        return format.format(value);
    }

    private String symbol(TableDefinition table, Row row) {
        ColumnDefinition currency = table.column("transactioncurrencyid");
        if (currency != null && row != null && row.value(currency) instanceof Reference reference) {
            TableDefinition currencies = database.model().table(reference.table());
            Row found = database.table(currencies).find(reference.id());
            Object symbol = found == null ? null : found.value(currencies.column("currencysymbol"));
            return symbol == null ? "" : symbol.toString();
        }
        return "";
    }

    /** The base currency is the one that is worth one of itself. */
    private String baseSymbol() {
        TableDefinition currencies = database.model().table("transactioncurrency");
        ColumnDefinition rate = currencies.column("exchangerate");
        for (Row currency : database.table(currencies).rows()) {
            if (currency.value(rate) instanceof BigDecimal one && one.compareTo(BigDecimal.ONE) == 0) {
                Object symbol = currency.value(currencies.column("currencysymbol"));
                return symbol == null ? "" : symbol.toString();
            }
        }
        return "";
    }

    private String nameOf(Reference reference) {
        TableDefinition table = database.model().table(reference.table());
        Row row = database.table(table).find(reference.id());
        Object name = row == null ? null : row.value(table.primaryName());
        return name == null ? null : name.toString();
    }
}
