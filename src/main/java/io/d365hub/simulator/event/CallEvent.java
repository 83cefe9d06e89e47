package io.d365hub.simulator.event;

import io.d365hub.simulator.model.ColumnDefinition;
import io.d365hub.simulator.model.TableDefinition;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A call of a Custom API. Immutable.
 *
 * @param message the API's unique name
 * @param tableName logical name of the table that it is called on, or {@link Event#NO_TABLE}
 * @param id the row that it is called on, or {@link Event#NO_ROW}
 * @param input what the call carries
 * @param output what it answers; empty before it is done
 */
public record CallEvent(
        String message, String tableName, UUID id, List<Parameter> input, List<Parameter> output, Actor actor)
        implements Event {

    /** A call that is about no row, or about no table either when {@code tableName} is null. */
    public CallEvent {
        tableName = tableName == null ? NO_TABLE : tableName;
        id = id == null ? NO_ROW : id;
    }

    @Override
    public int depth() {
        return 1;
    }

    /** The same call once it is done. */
    public CallEvent answering(List<Parameter> properties) {
        return new CallEvent(message, tableName, id, input, properties, actor);
    }

    /**
     * A parameter or a property.
     *
     * @param value null, a text, {@code Boolean}, {@code BigDecimal}, {@code Instant}, {@link Money}, {@link Option},
     *     {@code Reference}, {@link Entity}, {@link Entities}, or a list of texts
     */
    public record Parameter(String name, Object value) {}

    /** An amount. */
    public record Money(BigDecimal amount) {}

    /** A choice. */
    public record Option(int value) {}

    /** A row that a call carries. */
    public record Entity(TableDefinition table, UUID id, Map<ColumnDefinition, Object> columns) {}

    /** Several of them. */
    public record Entities(List<Entity> rows) {}
}
