package io.d365hub.webhook.registration;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Finds the system jobs of our steps that have failed: each is an event that the hub has not heard. */
public final class FailedJobs {

    private static final String OF = " of ";
    private static final String REGARDING = "_regardingobjectid_value";

    private final RegistrationRows rows;

    public FailedJobs(RegistrationRows rows) {
        this.rows = rows;
    }

    /**
     * An event that was lost.
     *
     * @param job the system job
     * @param step the step's name
     * @param message of the event
     * @param table of the row; empty when neither step nor job tell
     * @param row the row's id; empty when the job does not tell
     * @param why what Dataverse says
     * @param completedOn when it was given up
     */
    public record Lost(
            String job,
            String stepId,
            String step,
            String message,
            String table,
            String row,
            String why,
            String completedOn) {

        /** Whether it is known which row it was about. */
        public boolean namesRow() {
            return !table.isEmpty() && !row.isEmpty();
        }

        /** What the hub would have heard, without values: as of a context that is too long. */
        public ObjectNode context() {
            ObjectNode context = JsonNodeFactory.instance.objectNode();
            context.put("MessageName", message)
                    .put("PrimaryEntityName", table)
                    .put("PrimaryEntityId", row)
                    .put("Mode", 1)
                    .put("Depth", 1)
                    .put("OperationId", job);
            context.putObject("OwningExtension")
                    .put("LogicalName", "sdkmessageprocessingstep")
                    .put("Id", stepId);
            return context;
        }
    }

    /** The events that an endpoint's steps have lost since then, the oldest first. */
    public List<Lost> since(Instant since, String endpointName) {
        List<Lost> lost = new ArrayList<>();
        for (ObjectNode endpoint : rows.find(
                Registrar.ENDPOINTS,
                List.of("serviceendpointid"),
                "name eq '" + endpointName.replace("'", "''") + "'")) {
            for (ObjectNode step : rows.find(
                    Registrar.STEPS,
                    List.of("sdkmessageprocessingstepid", "name"),
                    "_eventhandler_value eq "
                            + endpoint.path("serviceendpointid").asText())) {
                jobs(step, endpointName, since, lost);
            }
        }
        lost.sort(java.util.Comparator.comparing(Lost::completedOn));
        return lost;
    }

    private void jobs(ObjectNode step, String endpointName, Instant since, List<Lost> lost) {
        String stepId = step.path("sdkmessageprocessingstepid").asText();
        String name = step.path("name").asText();
        if (!name.startsWith(endpointName + ": ")) {
            return; // a step that somebody else has given to our endpoint
        }
        String about = name.substring(endpointName.length() + 2);
        // Steps of associations are of no table; their jobs tell which row it was about.
        int of = about.indexOf(OF);
        String message = of < 0 ? about : about.substring(0, of);
        for (ObjectNode job : rows.find(
                "asyncoperations",
                List.of("asyncoperationid", "message", "completedon", REGARDING),
                "statuscode eq 31 and _owningextensionid_value eq " + stepId + " and completedon gt "
                        + since.truncatedTo(ChronoUnit.SECONDS))) {
            lost.add(new Lost(
                    job.path("asyncoperationid").asText().toLowerCase(Locale.ROOT),
                    stepId,
                    name,
                    message,
                    of < 0
                            ? job.path(REGARDING + RegistrationRows.LOOKUP_TABLE)
                                    .asText("")
                            : about.substring(of + OF.length()),
                    job.path(REGARDING).asText("").toLowerCase(Locale.ROOT),
                    job.path("message").asText(""),
                    job.path("completedon").asText("")));
        }
    }
}
