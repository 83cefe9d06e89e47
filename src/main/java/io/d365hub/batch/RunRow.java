package io.d365hub.batch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.d365hub.failure.Failure;
import io.d365hub.failure.FailureKind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * A run as the database has it.
 *
 * @param from where it begins or goes on
 * @param participants states of its participants by name, as of that position
 * @param silent whether its process has not been heard of for so long that another one may take the run
 */
record RunRow(
        UUID id,
        String batch,
        RunState state,
        RunRequest request,
        Instant startedAt,
        Optional<Instant> endedAt,
        StartPoint from,
        RunCounts counts,
        OptionalLong total,
        ObjectNode participants,
        Optional<Failure> error,
        String owner,
        int grip,
        int resumed,
        boolean silent) {

    private static final ObjectMapper JSON = new ObjectMapper();

    static final String COLUMNS =
            "id, batch, state, trigger_name, full_reload, range_from, range_to, dry_run, started_at,"
                    + " ended_at, start_kind, position, rows_read, rows_mapped, rows_written, rows_unchanged, rows_filtered,"
                    + " rows_rejected, rows_parked, rows_total, participants, error_kind, error_code, error_what, error_why,"
                    + " error_mend, owner_name, grip, resumed,"
                    + " heartbeat_at < current_timestamp - interval '15' second as silent";

    static RunRow of(ResultSet row) throws SQLException {
        return new RunRow(
                row.getObject("id", UUID.class),
                row.getString("batch"),
                RunState.valueOf(row.getString("state")),
                new RunRequest(
                        RunRequest.Trigger.valueOf(row.getString("trigger_name")),
                        row.getBoolean("full_reload"),
                        Optional.ofNullable(row.getString("range_from")),
                        Optional.ofNullable(row.getString("range_to")),
                        row.getBoolean("dry_run")),
                Instant.ofEpochMilli(row.getLong("started_at")),
                optional(row, "ended_at").map(Instant::ofEpochMilli),
                new StartPoint(
                        StartPoint.Kind.valueOf(row.getString("start_kind")),
                        Optional.ofNullable(row.getString("position")).map(RunRow::object)),
                new RunCounts(
                        row.getLong("rows_read"),
                        row.getLong("rows_mapped"),
                        row.getLong("rows_written"),
                        row.getLong("rows_unchanged"),
                        row.getLong("rows_filtered"),
                        row.getLong("rows_rejected"),
                        row.getLong("rows_parked")),
                optional(row, "rows_total").map(OptionalLong::of).orElseGet(OptionalLong::empty),
                object(row.getString("participants")),
                error(row),
                row.getString("owner_name"),
                row.getInt("grip"),
                row.getInt("resumed"),
                row.getBoolean("silent"));
    }

    private static Optional<Long> optional(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(value);
    }

    private static Optional<Failure> error(ResultSet row) throws SQLException {
        String kind = row.getString("error_kind");
        return kind == null
                ? Optional.empty()
                : Optional.of(Failure.of(
                        FailureKind.valueOf(kind),
                        row.getString("error_code"),
                        row.getString("error_what"),
                        row.getString("error_why"),
                        row.getString("error_mend")));
    }

    /** What the database keeps as text. */
    static ObjectNode object(String json) {
        try {
            return (ObjectNode) JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The database holds a position that is no JSON", e);
        }
    }

    static ObjectNode emptyObject() {
        return JSON.createObjectNode();
    }

    /** How it stands, seen from another process or after its end. */
    RunStatus status() {
        return new RunStatus(
                id,
                batch,
                state,
                request,
                startedAt,
                endedAt,
                counts,
                0,
                total,
                java.util.OptionalDouble.empty(),
                Optional.empty(),
                Optional.empty(),
                error,
                owner,
                resumed);
    }
}
