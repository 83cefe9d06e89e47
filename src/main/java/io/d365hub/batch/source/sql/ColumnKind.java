package io.d365hub.batch.source.sql;

import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Locale;

/** What a column's values are, as far as the hub tells them apart. Databases agree neither on types nor on their names. */
enum ColumnKind {
    TEXT,
    LONG_TEXT,
    BOOLEAN,
    INTEGER,
    DECIMAL,
    DOUBLE,
    FLOAT,
    DATE,
    TIME,
    TIMESTAMP,
    TIMESTAMP_WITH_ZONE,
    BYTES,
    ARRAY,
    JSON,
    OTHER;

    static ColumnKind of(ResultSetMetaData columns, int index) throws SQLException {
        String name = String.valueOf(columns.getColumnTypeName(index)).toLowerCase(Locale.ROOT);
        // PostgreSQL calls both of its timestamps TIMESTAMP; SQL Server and Oracle have numbers of their own.
        if (name.equals("timestamptz")
                || (name.contains("with time zone") && name.startsWith("timestamp"))
                || name.equals("datetimeoffset")) {
            return TIMESTAMP_WITH_ZONE;
        }
        if (name.equals("json") || name.equals("jsonb")) {
            return JSON;
        }
        if (name.equals("uuid")) {
            return OTHER;
        }
        return switch (columns.getColumnType(index)) {
            case Types.BOOLEAN, Types.BIT -> BOOLEAN;
            case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT -> INTEGER;
            case Types.NUMERIC, Types.DECIMAL -> DECIMAL;
            case Types.DOUBLE, Types.FLOAT -> DOUBLE;
            case Types.REAL -> FLOAT;
            case Types.DATE -> DATE;
            case Types.TIME, Types.TIME_WITH_TIMEZONE -> TIME;
            case Types.TIMESTAMP -> TIMESTAMP;
            case Types.TIMESTAMP_WITH_TIMEZONE -> TIMESTAMP_WITH_ZONE;
            case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB -> BYTES;
            case Types.ARRAY -> ARRAY;
            case Types.CHAR, Types.VARCHAR, Types.NCHAR, Types.NVARCHAR -> TEXT;
            case Types.CLOB, Types.NCLOB, Types.LONGVARCHAR, Types.LONGNVARCHAR, Types.SQLXML -> LONG_TEXT;
            default -> OTHER;
        };
    }
}
