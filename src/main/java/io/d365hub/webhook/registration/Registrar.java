package io.d365hub.webhook.registration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.d365hub.webhook.registration.RegistrationRows.Link;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Brings the service endpoint of one hook, its steps and its images to what they should be, or takes them away. Found again
 * by their names, so that doing it twice changes nothing. Used once: it notes what it does, or would do.
 */
public final class Registrar {

    static final String ENDPOINTS = "serviceendpoints";
    static final String STEPS = "sdkmessageprocessingsteps";
    static final String IMAGES = "sdkmessageprocessingstepimages";
    private static final String STEP_ID = "sdkmessageprocessingstepid";
    private static final String ENDPOINT_ID = "serviceendpointid";
    private static final String NOT_YET = "";

    private final RegistrationRows rows;
    private final boolean dryRun;
    private final boolean newSecret;
    private final List<Action> actions = new ArrayList<>();

    /**
     * A registrar that has done nothing yet.
     *
     * @param dryRun whether it only notes what it would do
     * @param newSecret whether a secret that is set is set again: Dataverse does not show it, so it cannot be compared
     */
    public Registrar(RegistrationRows rows, boolean dryRun, boolean newSecret) {
        this.rows = rows;
        this.dryRun = dryRun;
        this.newSecret = newSecret;
    }

    /** What was done, or would be, in its order. */
    public List<Action> actions() {
        return List.copyOf(actions);
    }

    /**
     * Creates and changes what differs, and deletes steps that no route wants any more.
     *
     * @throws RegistrationException when Dataverse has no such message for such a table; nothing of that step is done
     */
    public void register(WantedEndpoint wanted) {
        ObjectNode present = endpoint(wanted.name());
        String endpoint = present == null ? createEndpoint(wanted) : changeEndpoint(wanted, present);
        List<ObjectNode> steps = endpoint.equals(NOT_YET) ? List.of() : steps(endpoint);
        for (WantedStep step : wanted.steps()) {
            ObjectNode found = steps.stream()
                    .filter(row -> row.path("name").asText().equals(step.name()))
                    .findFirst()
                    .orElse(null);
            String id = found == null ? createStep(step, endpoint) : changeStep(step, found);
            image(step, id);
        }
        steps.stream()
                .filter(row -> wanted.steps().stream()
                        .noneMatch(step -> step.name().equals(row.path("name").asText())))
                .forEach(row -> deleteStep(row, "no route wants it any more"));
    }

    /** Deletes the steps of an endpoint, their images with them, and the endpoint. */
    public void unregister(String name) {
        ObjectNode present = endpoint(name);
        if (present != null) {
            String id = present.path(ENDPOINT_ID).asText();
            steps(id).forEach(row -> deleteStep(row, ""));
            note("delete", "service endpoint", name, "");
            if (!dryRun) {
                rows.delete(ENDPOINTS, id);
            }
        }
    }

    private ObjectNode endpoint(String name) {
        return rows
                .find(
                        ENDPOINTS,
                        List.of(
                                ENDPOINT_ID,
                                "name",
                                "contract",
                                "url",
                                "namespaceaddress",
                                "path",
                                "authtype",
                                "messageformat",
                                "isauthvalueset",
                                "issaskeyset"),
                        "name eq '" + name.replace("'", "''") + "'")
                .stream()
                .findFirst()
                .orElse(null);
    }

    /** The steps of an endpoint that is there. */
    private List<ObjectNode> steps(String endpoint) {
        return rows.find(
                STEPS,
                List.of(STEP_ID, "name", "mode", "stage", "filteringattributes", "asyncautodelete", "statecode"),
                "_eventhandler_value eq " + endpoint);
    }

    private String createEndpoint(WantedEndpoint wanted) {
        note("create", "service endpoint", wanted.name(), wanted.target().shown());
        ObjectNode columns = object().put("name", wanted.name()).put("description", "Events for D365 Hub");
        columns.setAll(wanted.target().columns());
        columns.setAll(wanted.target().secret());
        return dryRun ? NOT_YET : rows.create(ENDPOINTS, columns, Map.of());
    }

    private String changeEndpoint(WantedEndpoint wanted, ObjectNode present) {
        ObjectNode columns = object();
        List<String> changes = new ArrayList<>();
        wanted.target().columns().properties().forEach(column -> {
            JsonNode before = present.path(column.getKey());
            if (!before.isMissingNode()
                    && !before.asText().equals(column.getValue().asText())) {
                columns.set(column.getKey(), column.getValue());
                changes.add(column.getKey() + " " + before.asText() + " -> "
                        + column.getValue().asText());
            }
        });
        if (newSecret || !columns.isEmpty() || !wanted.target().isSecretSet(present)) {
            columns.setAll(wanted.target().secret());
            changes.add("secret");
        }
        change(ENDPOINTS, present.path(ENDPOINT_ID).asText(), "service endpoint", wanted.name(), columns, changes);
        return present.path(ENDPOINT_ID).asText();
    }

    private String createStep(WantedStep step, String endpoint) {
        StepAddress address = StepAddress.find(rows, step);
        note("create", "step", step.name(), step.columns().isEmpty() ? "" : "columns " + step.columnList());
        if (dryRun) {
            return NOT_YET;
        }
        ObjectNode columns = object().put("name", step.name())
                .put("description", step.name())
                .put("mode", 1)
                .put("stage", 40)
                .put("rank", 1)
                .put("supporteddeployment", 0)
                .put("asyncautodelete", true);
        if (!step.columns().isEmpty()) {
            columns.put("filteringattributes", step.columnList());
        }
        return rows.create(STEPS, columns, address.links(new Link(ENDPOINTS, endpoint)));
    }

    private String changeStep(WantedStep step, ObjectNode present) {
        ObjectNode columns = object();
        List<String> changes = new ArrayList<>();
        String list = present.path("filteringattributes").asText("");
        if (!StepAddress.sameNames(list, step.columnList())) {
            columns.put("filteringattributes", step.columns().isEmpty() ? null : step.columnList());
            changes.add("columns " + (list.isEmpty() ? "all" : list) + " -> "
                    + (step.columns().isEmpty() ? "all" : step.columnList()));
        }
        if (!present.path("asyncautodelete").asBoolean()) {
            columns.put("asyncautodelete", true);
            changes.add("deletes its succeeded jobs");
        }
        if (present.path("mode").asInt() != 1 || present.path("stage").asInt() != 40) {
            columns.put("mode", 1).put("stage", 40);
            changes.add("asynchronous");
        }
        if (present.path("statecode").asInt() != 0) {
            columns.put("statecode", 0).put("statuscode", 1);
            changes.add("enabled");
        }
        change(STEPS, present.path(STEP_ID).asText(), "step", step.name(), columns, changes);
        return present.path(STEP_ID).asText();
    }

    private void image(WantedStep step, String stepId) {
        List<ObjectNode> present = stepId.equals(NOT_YET)
                ? List.of()
                : rows.find(
                        IMAGES,
                        List.of("sdkmessageprocessingstepimageid", "entityalias", "attributes"),
                        "_sdkmessageprocessingstepid_value eq " + stepId + " and entityalias eq 'hub'");
        if (present.isEmpty() && !step.images().isEmpty()) {
            note("create", "image", step.name(), "columns " + step.imageList());
            if (!dryRun) {
                ObjectNode columns = object().put("name", "hub")
                        .put("entityalias", "hub")
                        .put("imagetype", WantedStep.imageType(step.message()).orElseThrow())
                        .put("messagepropertyname", "Target")
                        .put("attributes", step.imageList());
                rows.create(IMAGES, columns, Map.of(STEP_ID, new Link(STEPS, stepId)));
            }
        } else if (!present.isEmpty()) {
            changeImage(step, present.get(0));
        }
    }

    private void changeImage(WantedStep step, ObjectNode present) {
        String id = present.path("sdkmessageprocessingstepimageid").asText();
        String list = present.path("attributes").asText("");
        if (step.images().isEmpty()) {
            note("delete", "image", step.name(), "no route wants it any more");
            if (!dryRun) {
                rows.delete(IMAGES, id);
            }
        } else if (!StepAddress.sameNames(list, step.imageList())) {
            change(
                    IMAGES,
                    id,
                    "image",
                    step.name(),
                    object().put("attributes", step.imageList()),
                    List.of("columns " + list + " -> " + step.imageList()));
        }
    }

    private void deleteStep(ObjectNode present, String why) {
        note("delete", "step", present.path("name").asText(), why);
        if (!dryRun) {
            rows.delete(STEPS, present.path(STEP_ID).asText());
        }
    }

    private void change(String table, String id, String what, String name, ObjectNode columns, List<String> changes) {
        if (!columns.isEmpty()) {
            note("change", what, name, String.join("; ", changes));
            if (!dryRun) {
                rows.update(table, Objects.requireNonNull(id), columns);
            }
        }
    }

    private void note(String verb, String what, String name, String detail) {
        actions.add(new Action(verb, what, name, detail));
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
