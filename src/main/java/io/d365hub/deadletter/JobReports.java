package io.d365hub.deadletter;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** How far replay jobs are, read from their counters. */
final class JobReports {

    private JobReports() {}

    /** The query selects whole rows of jobs. */
    static List<ReplayReport> of(Handle handle, Query jobs) {
        return jobs.map((row, context) -> report(handle, row)).list();
    }

    private static ReplayReport report(Handle handle, ResultSet row) throws SQLException {
        UUID job = LetterTables.uuid(row, "id");
        long selected = row.getLong("selected");
        long sent = row.getLong("under_way");
        long held = row.getLong("held");
        long skipped = row.getLong("skipped");
        long delivered = row.getLong("delivered");
        long filtered = row.getLong("filtered");
        long dead = row.getLong("dead");
        return new ReplayReport(
                job,
                ReplayReport.State.valueOf(row.getString("state")),
                LetterTables.time(row, "created_at"),
                row.getString("created_by"),
                row.getString("reason"),
                row.getBoolean("forced"),
                JobRow.pacing(row),
                row.getInt("stage") + 1,
                row.getString("note"),
                selected,
                selected - sent - held - skipped - delivered - filtered - dead,
                sent,
                held,
                skipped,
                delivered,
                filtered,
                dead,
                held + skipped == 0 ? Map.of() : reasons(handle, job));
    }

    private static Map<String, Long> reasons(Handle handle, UUID job) {
        Map<String, Long> reasons = new HashMap<>();
        handle.createQuery("select reason, count(*) as letters from replay_letter where job = :job"
                        + " and outcome in ('HELD', 'SKIPPED') group by reason")
                .bind("job", job)
                .map((line, context) -> reasons.put(line.getString("reason"), line.getLong("letters")))
                .list();
        return reasons;
    }
}
