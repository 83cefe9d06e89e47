package io.d365hub.simulator.event;

import io.d365hub.simulator.model.TableDefinition;
import io.d365hub.simulator.store.Database;
import io.d365hub.simulator.store.Reference;
import io.d365hub.simulator.store.Row;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** The rows of {@code asyncoperation} in which system jobs are seen. Thread-safe. */
final class JobRows {

    private static final int SYSTEM_EVENT = 1;
    private static final int COMPLETED = 3;
    private static final int SUCCEEDED = 30;
    private static final int FAILED = 31;
    /** "Plug-in or webhook failed", as the service numbers it. */
    private static final int WEBHOOK_ERROR = 0x80050203;

    private final Database database;
    private final InstantSource clock;

    JobRows(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }

    /** The job has begun: its row is there. */
    void start(Step step, Event event, Occasion occasion) {
        TableDefinition table = table();
        Map<String, Object> columns = new HashMap<>();
        columns.put("name", step.name());
        columns.put("operationtype", SYSTEM_EVENT);
        columns.put("statecode", 2);
        columns.put("statuscode", 20);
        columns.put("retrycount", 0);
        columns.put("depth", event.depth());
        columns.put("messagename", step.message());
        columns.put("primaryentitytype", event.tableName());
        columns.put("correlationid", occasion.correlation());
        columns.put("requestid", occasion.request());
        columns.put("owningextensionid", new Reference("sdkmessageprocessingstep", step.id()));
        if (!event.id().equals(Event.NO_ROW)) {
            columns.put("regardingobjectid", new Reference(event.tableName(), event.id()));
        }
        columns.put("createdon", occasion.created().truncatedTo(ChronoUnit.SECONDS));
        columns.put("createdby", new Reference("systemuser", event.actor().user()));
        columns.put("modifiedby", new Reference("systemuser", event.actor().user()));
        columns.put("modifiedon", now());
        columns.put("startedon", now());
        Object[] values = new Object[table.width()];
        values[0] = occasion.operation();
        columns.forEach((name, value) -> values[table.column(name).ordinal()] = value);
        database.write(transaction -> transaction.put(table, values));
    }

    /** It has gone well. */
    void succeeded(Step step, UUID job) {
        if (step.autoDelete()) {
            database.write(transaction -> {
                Row row = transaction.find(table(), job);
                if (row != null) {
                    transaction.delete(table(), row);
                }
                return null;
            });
        } else {
            change(job, Map.of("statecode", COMPLETED, "statuscode", SUCCEEDED, "completedon", now()));
        }
    }

    /** It will not be tried again. */
    void failed(UUID job, String message) {
        change(
                job,
                Map.of(
                        "statecode",
                        COMPLETED,
                        "statuscode",
                        FAILED,
                        "completedon",
                        now(),
                        "message",
                        message,
                        "friendlymessage",
                        message,
                        "errorcode",
                        WEBHOOK_ERROR));
    }

    /** It waits for its next try. */
    void waiting(UUID job, int tries, Duration pause, String message) {
        change(
                job,
                Map.of(
                        "statecode",
                        1,
                        "statuscode",
                        10,
                        "retrycount",
                        tries,
                        "postponeuntil",
                        clock.instant().plus(pause).truncatedTo(ChronoUnit.SECONDS),
                        "message",
                        message));
    }

    /** Whether somebody has canceled or deleted it. */
    boolean isOver(UUID job) {
        Row row = database.table(table()).find(job);
        return row == null || Integer.valueOf(COMPLETED).equals(row.value(table().column("statecode")));
    }

    private void change(UUID job, Map<String, Object> columns) {
        TableDefinition table = table();
        database.write(transaction -> {
            Row row = transaction.find(table, job);
            if (row != null) {
                Object[] values = row.copyValues(table.width());
                columns.forEach((name, value) -> values[table.column(name).ordinal()] = value);
                values[table.column("modifiedon").ordinal()] = now();
                transaction.put(table, values);
            }
            return null;
        });
    }

    private TableDefinition table() {
        return database.model().table("asyncoperation");
    }
}
