package io.d365hub.virtual.odata;

import io.d365hub.virtual.ColumnType;
import io.d365hub.virtual.TableRow;
import io.d365hub.virtual.VirtualColumn;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/** Weak ETags that hold the version of a row: {@code W/"<type><value>"}. */
final class ETags {

    private ETags() {}

    /** The ETag of a row; empty when the table has no version. */
    static Optional<String> of(TableRow row) {
        return row.table().version().map(column -> of(column, row.get(column)));
    }

    private static String of(VirtualColumn column, Object version) {
        String text = column.sourceType() == ColumnType.STRING
                ? Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(((String) version).getBytes(StandardCharsets.UTF_8))
                : version.toString();
        return "W/\"" + text + "\"";
    }

    /**
     * The version that an ETag holds.
     *
     * @throws ODataFault 412 when it is none of ours: then the row has another version for sure
     */
    static Object version(VirtualColumn column, String etag) throws ODataFault {
        String bare = etag.startsWith("W/") ? etag.substring(2) : etag;
        if (bare.length() < 2 || !bare.startsWith("\"") || !bare.endsWith("\"")) {
            throw otherVersion();
        }
        String text = bare.substring(1, bare.length() - 1);
        try {
            return switch (column.sourceType()) {
                case INT32 -> Integer.valueOf(text);
                case INT64 -> Long.valueOf(text);
                case DECIMAL -> new BigDecimal(text);
                case DATETIME -> Instant.parse(text);
                case GUID -> UUID.fromString(text);
                case DOUBLE -> Double.valueOf(text);
                case BOOLEAN -> Boolean.valueOf(text);
                case STRING -> new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
            };
        } catch (IllegalArgumentException | DateTimeParseException e) {
            throw otherVersion();
        }
    }

    static ODataFault otherVersion() {
        return ODataFault.of(
                412, "OtherVersion", "The row has been changed since: its version is another one.", "If-Match");
    }
}
