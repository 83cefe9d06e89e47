package io.d365hub.virtual;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * The types of columns: those of the EDM that Dataverse can map (spec dataverse-events-and-virtual-tables §4.3 [V]). Each
 * has one Java type, in which values appear in queries, rows and writes.
 */
public enum ColumnType {
    BOOLEAN("Edm.Boolean", Boolean.class),
    /** A moment; written out with Z. */
    DATETIME("Edm.DateTimeOffset", Instant.class),
    DECIMAL("Edm.Decimal", BigDecimal.class),
    DOUBLE("Edm.Double", Double.class),
    GUID("Edm.Guid", UUID.class),
    INT32("Edm.Int32", Integer.class),
    INT64("Edm.Int64", Long.class),
    STRING("Edm.String", String.class);

    private final String edm;
    private final Class<?> javaType;

    ColumnType(String edm, Class<?> javaType) {
        this.edm = edm;
        this.javaType = javaType;
    }

    /** Its name in {@code $metadata}. */
    public String edm() {
        return edm;
    }

    public Class<?> javaType() {
        return javaType;
    }

    /** As declarations write it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public boolean isNumber() {
        return this == DECIMAL || this == DOUBLE || this == INT32 || this == INT64;
    }

    /**
     * The value in this type's Java type when that is possible without guess or loss; empty otherwise. Numbers become one
     * another when no digit is lost; moments need an offset. A text never becomes a number, a truth value or a moment.
     *
     * @param value not null
     */
    public Optional<Object> exact(Object value) {
        if (javaType.isInstance(value)) {
            return this == DOUBLE && !Double.isFinite((Double) value) ? Optional.empty() : Optional.of(value);
        }
        try {
            return switch (this) {
                case INT32 -> decimal(value).map(BigDecimal::intValueExact);
                case INT64 -> decimal(value).map(BigDecimal::longValueExact);
                case DECIMAL -> decimal(value).map(number -> number);
                case DOUBLE ->
                    decimal(value)
                            .map(BigDecimal::doubleValue)
                            .filter(Double::isFinite)
                            .map(number -> number);
                case DATETIME -> moment(value).map(moment -> moment);
                case BOOLEAN, GUID, STRING -> Optional.empty();
            };
        } catch (ArithmeticException e) {
            return Optional.empty();
        }
    }

    private static Optional<Instant> moment(Object value) {
        if (value instanceof OffsetDateTime moment) {
            return Optional.of(moment.toInstant());
        }
        return value instanceof ZonedDateTime moment ? Optional.of(moment.toInstant()) : Optional.empty();
    }

    private static Optional<BigDecimal> decimal(Object value) {
        if (value instanceof BigDecimal number) {
            return Optional.of(number);
        }
        if (value instanceof BigInteger number) {
            return Optional.of(new BigDecimal(number));
        }
        if (value instanceof Double || value instanceof Float) {
            double number = ((Number) value).doubleValue();
            return Double.isFinite(number) ? Optional.of(new BigDecimal(value.toString())) : Optional.empty();
        }
        return value instanceof Number number ? Optional.of(BigDecimal.valueOf(number.longValue())) : Optional.empty();
    }
}
