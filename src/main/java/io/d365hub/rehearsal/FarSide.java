package io.d365hub.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/**
 * The Dataverse of a rehearsal: nobody else's, put into a known state before each trial, with faults on demand, and every call
 * written down. Its clock is the rehearsal's.
 */
public interface FarSide extends AutoCloseable {

    /**
     * One call that was made to it.
     *
     * @param operation e.g. {@code upsert} or {@code upsertmultiple}
     * @param status what was answered; 0 when the answer was lost
     * @param rows how many rows it carried
     */
    record Call(String operation, int status, int rows) {}

    /** What a route finds it by: new parts, by the name that they are bound under. */
    Map<String, Object> parts(VirtualTime time);

    /**
     * Begins anew.
     *
     * @param parts those of the route that is tried now
     * @param rows rows by table, written before the trial
     * @param tables definitions of custom tables, as requests of the Web API
     * @param faults what goes wrong, and when
     * @throws IllegalArgumentException when it does not take one of these; the message says which and why
     */
    void begin(Map<String, Object> parts, JsonNode rows, List<JsonNode> tables, List<JsonNode> faults);

    /**
     * Holds back all calls, so that what is started at one moment gathers whatever the machine is busy with.
     *
     * @return lets them go
     */
    Runnable hold();

    /** The calls since the beginning, in their order. */
    List<Call> calls();

    /**
     * All rows of a table.
     *
     * @param lookups navigation properties whose rows are wanted as well
     */
    List<JsonNode> rows(String table, List<String> lookups);

    @Override
    void close();
}
