package io.d365hub.simulator.odata;

import io.d365hub.simulator.model.ColumnDefinition;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/** Turns texts into column values and back. */
public final class Values {

    /** Money is kept with four digits, whatever the column's precision shows. */
    static final int MONEY_SCALE = 4;

    private static final int UUID_LENGTH = 36;
    private static final int DATE_LENGTH = 10;
    private static final String MIDNIGHT = "T00:00:00Z";

    private Values() {}

    /** The value of a literal in a URL for this column, or null when it is not of the column's type. */
    public static Object of(Literal literal, ColumnDefinition column) {
        String text = literal.text();
        boolean quoted = literal.kind() == Literal.Kind.QUOTED;
        try {
            return switch (column.type()) {
                case TEXT, MEMO, CHOICES -> quoted ? text : null;
                case INTEGER, CHOICE, STATE, STATUS -> quoted ? null : Integer.valueOf(text);
                case BIG_INTEGER -> quoted ? null : Long.valueOf(text);
                case DECIMAL, MONEY -> quoted ? null : new BigDecimal(text);
                case DOUBLE -> quoted ? null : Double.valueOf(text);
                case BOOLEAN -> quoted ? null : bool(text);
                // A day stands for its midnight, as people write it in filters.
                case DATE_TIME -> quoted ? null : instant(text.length() == DATE_LENGTH ? text + MIDNIGHT : text);
                case DATE -> quoted ? null : LocalDate.parse(text);
                // Microsoft's own pages write GUIDs in both ways.
                case LOOKUP, CUSTOMER, OWNER, UNIQUE_IDENTIFIER, FILE, IMAGE -> uuid(unbraced(text));
            };
        } catch (IllegalArgumentException | DateTimeException e) {
            return null;
        }
    }

    /**
     * The value of a text that does not say its type, as in FetchXML and in the arguments of query functions; null when it
     * is none of this column.
     */
    public static Object ofText(String text, ColumnDefinition column) {
        String plain = text.strip();
        return switch (column.type()) {
            case TEXT, MEMO, CHOICES -> text;
            case BOOLEAN -> plain.equals("1") ? Boolean.TRUE : plain.equals("0") ? Boolean.FALSE : bool(plain);
            case DATE -> of(new Literal(Literal.Kind.BARE, plain.split("[T ]", 2)[0]), column);
            default -> of(new Literal(Literal.Kind.BARE, plain), column);
        };
    }

    private static Boolean bool(String text) {
        return switch (text) {
            case "true" -> Boolean.TRUE;
            case "false" -> Boolean.FALSE;
            default -> null;
        };
    }

    /** A GUID of 36 characters; {@link UUID#fromString} alone takes shorter ones too. Null when it is none. */
    public static UUID uuid(String text) {
        if (text.length() != UUID_LENGTH
                || text.charAt(8) != '-'
                || text.charAt(13) != '-'
                || text.charAt(18) != '-'
                || text.charAt(23) != '-') {
            return null;
        }
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** Without the braces that old clients put around a GUID. */
    public static String unbraced(String text) {
        return text.length() == UUID_LENGTH + 2 && text.charAt(0) == '{' ? text.substring(1, UUID_LENGTH + 1) : text;
    }

    /**
     * A date and time with its offset, cut to the second.
     *
     * @throws DateTimeException when it is none, or has no offset
     */
    static Instant instant(String text) {
        if (text.endsWith("Z")) {
            return Instant.parse(text).truncatedTo(ChronoUnit.SECONDS);
        }
        return OffsetDateTime.parse(text, DateTimeFormatter.ISO_OFFSET_DATE_TIME)
                .toInstant()
                .truncatedTo(ChronoUnit.SECONDS);
    }

    /** Rounds to the column's precision; money keeps four digits. */
    static BigDecimal rounded(BigDecimal value, ColumnDefinition column) {
        BigDecimal rounded = value.setScale(column.precision(), RoundingMode.HALF_UP);
        return column.type() == io.d365hub.simulator.model.ColumnType.MONEY ? rounded.setScale(MONEY_SCALE) : rounded;
    }

    /** A value as a URL shows it, without quotes. */
    public static String text(Object value) {
        if (value instanceof BigDecimal number) {
            return number.toPlainString();
        }
        if (value instanceof io.d365hub.simulator.store.Reference reference) {
            return reference.id().toString();
        }
        return value.toString();
    }
}
