package io.d365hub.virtual.odata;

import io.d365hub.virtual.ColumnType;
import io.d365hub.virtual.VirtualTable;
import io.d365hub.virtual.odata.FilterTranslator.Part.Constant;
import io.d365hub.virtual.query.Operand.Literal;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;
import org.apache.olingo.commons.api.edm.EdmPrimitiveType;
import org.apache.olingo.commons.api.edm.EdmPrimitiveTypeException;

/** Values as they are written in addresses, in our types. */
final class Literals {

    private Literals() {}

    /** The value for a comparison with something of the type. Numbers keep every digit. */
    static Literal of(VirtualTable table, ColumnType type, Constant constant) {
        if (!type.isNumber()) {
            return new Literal(type, value(table, type, constant));
        }
        Object number = number(table, type, constant);
        return type.exact(number)
                .map(exact -> new Literal(type, exact))
                .orElseGet(() -> new Literal(ColumnType.DECIMAL, number));
    }

    private static Object number(VirtualTable table, ColumnType type, Constant constant) {
        BigDecimal exact;
        try {
            exact = new BigDecimal(constant.text());
        } catch (NumberFormatException e) {
            // INF and NaN, too, which no column can hold.
            throw mismatch(table, type, constant);
        }
        if (Math.abs((long) exact.scale()) > 400 || exact.precision() > 400) {
            throw mismatch(table, type, constant);
        }
        return type == ColumnType.DOUBLE ? (Object) exact.doubleValue() : exact;
    }

    /** The value, of exactly this type. */
    static Object value(VirtualTable table, ColumnType type, Constant constant) {
        EdmPrimitiveType written = (EdmPrimitiveType) constant.type();
        try {
            String text = written.fromUriLiteral(constant.text());
            return switch (type) {
                case BOOLEAN -> of(written, "Boolean", text, Boolean.class);
                case DATETIME -> of(written, "DateTimeOffset", text, Instant.class);
                case GUID -> of(written, "Guid", text, UUID.class);
                case STRING -> of(written, "String", text, String.class);
                default -> throw new IllegalArgumentException("Numbers are read elsewhere");
            };
        } catch (EdmPrimitiveTypeException e) {
            throw mismatch(table, type, constant);
        }
    }

    private static Object of(EdmPrimitiveType written, String expected, String text, Class<?> javaType)
            throws EdmPrimitiveTypeException {
        if (!written.getName().equals(expected)) {
            throw new EdmPrimitiveTypeException(written.getName() + " is no " + expected);
        }
        return written.valueOfString(text, true, null, 400, 400, true, javaType);
    }

    private static FilterTranslator.Refused mismatch(VirtualTable table, ColumnType type, Constant constant) {
        return new FilterTranslator.Refused(ODataFault.badRequest(
                "A value of type %s is compared with something of type %s in $filter of %s."
                        .formatted(constant.type().getName(), type.edm(), table.name()),
                "$filter"));
    }
}
