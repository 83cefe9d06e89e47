package io.d365hub.virtual.sql;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** A statement in the making: its text, and what is bound to its question marks. Not thread-safe. */
final class SqlStatement {

    private final StringBuilder text = new StringBuilder();
    private final List<Object> parameters = new ArrayList<>();

    SqlStatement add(String sql) {
        text.append(sql);
        return this;
    }

    /** Adds a question mark and its value. */
    SqlStatement bind(Object value) {
        text.append('?');
        parameters.add(value);
        return this;
    }

    /** Adds a value for a question mark that is in the text already. */
    SqlStatement parameter(Object value) {
        parameters.add(value);
        return this;
    }

    String text() {
        return text.toString();
    }

    void setAll(PreparedStatement statement) throws SQLException {
        for (int i = 0; i < parameters.size(); i++) {
            statement.setObject(i + 1, parameters.get(i));
        }
    }
}
