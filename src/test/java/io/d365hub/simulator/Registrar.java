package io.d365hub.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Registers webhooks as spec section 3.4 does. */
final class Registrar {

    private final SimulatorFixture dataverse;

    Registrar(SimulatorFixture dataverse) {
        this.dataverse = dataverse;
    }

    /** A webhook with header authentication; its id. */
    String webhook(String url) {
        return endpoint("{\"name\":\"hub-test\",\"contract\":8,\"messageformat\":2,\"url\":\"" + url
                + "\",\"authtype\":5,\"authvalue\":\"<settings><setting name=\\\"x-hub-key\\\""
                + " value=\\\"s3cr3t\\\"/></settings>\"}");
    }

    /** A persistent queue that is sent JSON; its id. */
    String queue(String bus, String path) {
        return bus(6, 2, bus, path);
    }

    /** A queue or topic; its id. */
    String bus(int contract, int format, String bus, String path) {
        return endpoint(
                "{\"name\":\"bus\",\"contract\":%d,\"connectionmode\":1,\"messageformat\":%d,\"userclaim\":1,\"authtype\":2,\"namespaceformat\":2,\"namespaceaddress\":\"%s\",\"solutionnamespace\":\"contoso\",\"path\":\"%s\",\"saskeyname\":\"dataverse\",\"saskey\":\"key\"}"
                        .formatted(contract, format, bus, path));
    }

    String endpoint(String body) {
        return id(dataverse.post("serviceendpoints", body, "Prefer", "return=representation"), "serviceendpointid");
    }

    /** An asynchronous step of stage 40 with further columns; its id. */
    String step(String endpoint, String message, String table, String further) {
        SimulatorFixture.Answer answer = tryStep(endpoint, message, table, further);
        return id(answer, "sdkmessageprocessingstepid");
    }

    SimulatorFixture.Answer tryStep(String endpoint, String message, String table, String further) {
        String messageId = dataverse
                .get("sdkmessages?$select=sdkmessageid&$filter=name eq '" + message + "'")
                .json()
                .at("/value/0/sdkmessageid")
                .asText();
        ObjectNode step = SimulatorFixture.JSON.createObjectNode();
        step.put("name", "hub-test: " + message + " of " + table);
        step.put("mode", 1).put("stage", 40).put("rank", 1).put("supporteddeployment", 0);
        step.put("eventhandler_serviceendpoint@odata.bind", "/serviceendpoints(" + endpoint + ")");
        step.put("sdkmessageid@odata.bind", "/sdkmessages(" + messageId + ")");
        if (table != null) {
            JsonNode filters = dataverse
                    .get("sdkmessagefilters?$select=sdkmessagefilterid&$filter=primaryobjecttypecode eq '" + table
                            + "' and _sdkmessageid_value eq " + messageId
                            + " and iscustomprocessingstepallowed eq true")
                    .json();
            step.put(
                    "sdkmessagefilterid@odata.bind",
                    "/sdkmessagefilters("
                            + filters.at("/value/0/sdkmessagefilterid").asText() + ")");
        }
        try {
            step.setAll((ObjectNode) SimulatorFixture.JSON.readTree(further));
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
        return dataverse.post("sdkmessageprocessingsteps", step.toString(), "Prefer", "return=representation");
    }

    void image(String step, String alias, int type, String columns) {
        id(tryImage(step, alias, type, "Target", columns), "sdkmessageprocessingstepimageid");
    }

    SimulatorFixture.Answer tryImage(String step, String alias, int type, String property, String columns) {
        return dataverse.post(
                "sdkmessageprocessingstepimages",
                "{\"name\":\"" + alias + "\",\"entityalias\":\"" + alias + "\",\"imagetype\":" + type
                        + ",\"messagepropertyname\":\"" + property + "\",\"attributes\":\"" + columns
                        + "\",\"sdkmessageprocessingstepid@odata.bind\":\"/sdkmessageprocessingsteps(" + step + ")\"}",
                "Prefer",
                "return=representation");
    }

    private static String id(SimulatorFixture.Answer answer, String column) {
        if (answer.status() != 201) {
            throw new AssertionError(answer.text());
        }
        return answer.json().path(column).asText();
    }
}
