package io.d365hub.virtual.sql;

import io.d365hub.virtual.ColumnType;
import io.d365hub.virtual.SourceException;
import io.d365hub.virtual.VirtualColumn;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;

/**
 * A table as its database describes it. Immutable.
 *
 * @param name quoted, with its schema
 * @param columns quoted names and kinds, by column of the virtual table
 * @param zone where moments without an offset are meant
 */
record SqlTable(String name, Map<VirtualColumn, SqlColumn> columns, SqlDialect dialect, ZoneId zone) {

    SqlTable {
        columns = Map.copyOf(columns);
    }

    /** How values travel. */
    enum Kind {
        /** As JDBC gives them. */
        PLAIN,
        TIMESTAMP_WITH_ZONE,
        TIMESTAMP,
        DATE
    }

    /**
     * A column.
     *
     * @param name quoted
     */
    record SqlColumn(String name, Kind kind) {}

    SqlColumn column(VirtualColumn column) {
        return columns.get(column);
    }

    /** The value as it is bound for a comparison with the column, or for writing into it. */
    Object bound(VirtualColumn column, Object value) throws SourceException {
        if (!(value instanceof Instant moment)) {
            return value;
        }
        return switch (column(column).kind()) {
            case TIMESTAMP -> LocalDateTime.ofInstant(moment, zone);
            case DATE -> {
                LocalDateTime local = LocalDateTime.ofInstant(moment, zone);
                if (!local.equals(local.toLocalDate().atStartOfDay())) {
                    throw SourceException.unsupported(
                            "'%s' holds days: it can be compared with the beginning of a day only."
                                    .formatted(column.name()),
                            "$filter");
                }
                yield local.toLocalDate();
            }
            default -> moment.atOffset(ZoneOffset.UTC);
        };
    }

    /** The value in the current row, as the source gives it; null when it is null. */
    Object read(VirtualColumn column, ResultSet rows, int index) throws SQLException {
        return switch (column(column).kind()) {
            case TIMESTAMP_WITH_ZONE -> rows.getObject(index, OffsetDateTime.class);
            case TIMESTAMP -> {
                LocalDateTime local = rows.getObject(index, LocalDateTime.class);
                yield local == null ? null : local.atZone(zone).toInstant();
            }
            case DATE -> {
                LocalDate day = rows.getObject(index, LocalDate.class);
                yield day == null ? null : day.atStartOfDay(zone).toInstant();
            }
            case PLAIN -> {
                Object value = rows.getObject(index);
                boolean isText = value instanceof java.sql.Clob && column.sourceType() == ColumnType.STRING;
                yield isText ? rows.getString(index) : value instanceof Date date ? date.toLocalDate() : value;
            }
        };
    }
}
