package io.d365hub.deadletter;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * How a replay job stands in its table, as far as its next step depends on it.
 *
 * @param stageLeft letters that the stage may still send; {@link ReplayPacing#WITHOUT_END} when it has no end
 * @param stageOk letters of the stage that were delivered or filtered
 * @param stageDead letters of the stage that died again
 * @param underWay letters that are sent, or about to be, and have no verdict
 * @param nextAt when the pace lets it send again, milliseconds since the epoch
 * @param nextPosition no letter before this one waits
 * @param chunks chunks that were made
 * @param room most letters that may be under way for the sake of live messages
 * @param restUntil until when it sends nothing for their sake, milliseconds since the epoch
 */
record JobRow(
        UUID id,
        ReplayReport.State state,
        boolean forced,
        ReplayPacing pacing,
        int stage,
        int stageLeft,
        int stageOk,
        int stageDead,
        int underWay,
        long nextAt,
        int nextPosition,
        int chunks,
        int room,
        long restUntil) {

    static Optional<JobRow> read(Handle handle, UUID job) {
        return handle.createQuery("select * from replay_job where id = :id")
                .bind("id", job)
                .map(JobRow::of)
                .findOne();
    }

    private static JobRow of(ResultSet row, StatementContext context) throws SQLException {
        return new JobRow(
                LetterTables.uuid(row, "id"),
                ReplayReport.State.valueOf(row.getString("state")),
                row.getBoolean("forced"),
                pacing(row),
                row.getInt("stage"),
                row.getInt("stage_left"),
                row.getInt("stage_ok"),
                row.getInt("stage_dead"),
                row.getInt("under_way"),
                row.getLong("next_at"),
                row.getInt("next_position"),
                row.getInt("chunks"),
                row.getInt("room"),
                row.getLong("rest_until"));
    }

    static ReplayPacing pacing(ResultSet row) throws SQLException {
        return new ReplayPacing(
                ReplayPacing.ramp(row.getString("ramp")), row.getInt("failure_percent"), row.getInt("per_second"));
    }

    boolean stageHasEnd() {
        return pacing.stageSize(stage) != ReplayPacing.WITHOUT_END;
    }

    /** At the beginning of a stage, with nothing counted. */
    JobRow atStage(int next) {
        return new JobRow(
                id,
                state,
                forced,
                pacing,
                next,
                pacing.stageSize(next),
                0,
                0,
                underWay,
                nextAt,
                nextPosition,
                chunks,
                room,
                restUntil);
    }
}
