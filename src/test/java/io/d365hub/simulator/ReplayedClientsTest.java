package io.d365hub.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the source of real clients shows that they send and need: §14 of the fact sheet, replayed by hand. */
class ReplayedClientsTest {

    private static final String CRLF = "\r\n";

    @RegisterExtension
    final SimulatorFixture dataverse = SimulatorFixture.withDefaults();

    /** A request whose URL is sent as it stands. */
    private SimulatorFixture.Answer raw(String path, String... headers) {
        return dataverse.send(
                dataverse.request(dataverse.root() + path, headers).GET());
    }

    @Test
    @DisplayName("[C] §14.1: the Python client's first call for a table")
    void thePythonClientFindsTheEntitySet() {
        // When
        JsonNode table = raw("EntityDefinitions?%24select=LogicalName%2CEntitySetName%2CPrimaryIdAttribute"
                        + "&%24filter=LogicalName+eq+%27bld_site%27")
                .json()
                .path("value")
                .path(0);
        // Then
        assertThat(table.path("EntitySetName").asText()).isEqualTo("bld_sites");
        assertThat(table.path("PrimaryIdAttribute").asText()).isEqualTo("bld_siteid");
    }

    @Test
    @DisplayName("[C] §14.1: the Python client asks for choices before it writes a text")
    void thePythonClientGetsTheChoices() {
        // When
        SimulatorFixture.Answer answer = raw("EntityDefinitions(LogicalName=%27account%27)/Attributes/"
                + "Microsoft.Dynamics.CRM.PicklistAttributeMetadata"
                + "?%24select=LogicalName&%24expand=OptionSet%28%24select%3DOptions%29");
        // Then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("value").findValuesAsText("LogicalName")).contains("industrycode");
    }

    @Test
    @DisplayName("[C] §14.1: the Python client lists with encoded names, plus signs and two preferences")
    void thePythonClientListsPages() {
        // Given
        dataverse.site("D-1", "A");
        dataverse.site("D-2", "A");
        String[] prefer = {"Prefer", "odata.maxpagesize=1,odata.include-annotations=\"*\""};
        // When
        JsonNode first = raw(
                        "bld_sites?%24select=bld_code&%24filter=bld_name+eq+%27a%27&%24orderby=bld_code+asc&%24count=true",
                        prefer)
                .json();
        JsonNode second = dataverse
                .send(dataverse
                        .request(first.path("@odata.nextLink").asText(), prefer)
                        .GET())
                .json();
        // Then
        assertThat(first.path("@odata.count").asInt()).isEqualTo(2);
        assertThat(second.path("value").path(0).path("bld_code").asText()).isEqualTo("D-2");
    }

    @Test
    @DisplayName("[C] §14.1: the Python client's batch has absolute URLs, raw blanks in GETs and a quoted boundary")
    void thePythonClientsBatchIsTaken() {
        // Given
        String root = dataverse.root();
        String body = "--batch_1" + CRLF
                + "Content-Type: multipart/mixed; boundary=\"changeset_1\"" + CRLF + CRLF
                + "--changeset_1" + CRLF
                + "Content-Type: application/http" + CRLF + "Content-Transfer-Encoding: binary" + CRLF
                + "Content-ID: 1" + CRLF + CRLF
                + "POST " + root + "bld_sites HTTP/1.1" + CRLF
                + "Content-Type: application/json; type=entry" + CRLF + CRLF
                + "{\"bld_code\":\"D-17\"}" + CRLF
                + "--changeset_1--" + CRLF
                + "--batch_1" + CRLF
                + "Content-Type: application/http" + CRLF + "Content-Transfer-Encoding: binary" + CRLF + CRLF
                + "GET " + root
                + "EntityDefinitions?$select=LogicalName,EntitySetName&$filter=LogicalName eq 'account' HTTP/1.1" + CRLF
                + "Accept: application/json" + CRLF + CRLF + CRLF
                + "--batch_1--" + CRLF;
        // When
        SimulatorFixture.Answer answer = dataverse.send(dataverse
                .request("$batch")
                .setHeader("Content-Type", "multipart/mixed; boundary=\"batch_1\"")
                .POST(BodyPublishers.ofString(body)));
        // Then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).contains("HTTP/1.1 204 No Content", "\"EntitySetName\":\"accounts\"");
    }

    @Test
    @DisplayName("[C] §14.1: the Python client reads the id of a created row from OData-EntityId")
    void aCreatedRowIsFoundInTheEntityId() {
        // When
        SimulatorFixture.Answer created = dataverse.post("bld_sites", "{\"bld_name\":\"A\"}", "If-None-Match", "null");
        // Then
        assertThat(created.header("OData-EntityId")).matches(".*bld_sites\\([0-9a-f-]{36}\\)");
        assertThat(created.header("Location")).isEqualTo(created.header("OData-EntityId"));
    }

    @Test
    @DisplayName("[C] §14.1: the Python client deletes and updates with If-Match: *")
    void anUpdateAndADeletionNeedTheRow() {
        // Given
        String row = dataverse.post("bld_sites", "{}").header("OData-EntityId");
        // When
        int updated =
                dataverse.patch(row, "{\"bld_name\":\"B\"}", "If-Match", "*").status();
        int deleted = dataverse.delete(row, "If-Match", "*").status();
        int again = dataverse.delete(row, "If-Match", "*").status();
        // Then
        assertThat(updated + " " + deleted + " " + again).isEqualTo("204 204 404");
    }

    @Test
    @DisplayName("[C] §13.3: the Python client deletes many rows by a job and polls it")
    void thePythonClientDeletesManyRows() {
        // Given
        String first = id(dataverse.post("bld_sites", "{}"));
        String second = id(dataverse.post("bld_sites", "{}"));
        dataverse.post("bld_sites", "{}");
        String type = "\"@odata.type\":\"Microsoft.Dynamics.CRM.";
        // When
        SimulatorFixture.Answer answer = dataverse.post(
                "BulkDelete",
                "{\"JobName\":\"Bulk delete\",\"SendEmailNotification\":false,\"ToRecipients\":[],\"CCRecipients\":[],"
                        + "\"RecurrencePattern\":\"\",\"StartDateTime\":\"2026-03-01T12:00:00Z\",\"QuerySet\":[{" + type
                        + "QueryExpression\",\"EntityName\":\"bld_site\",\"ColumnSet\":{" + type
                        + "ColumnSet\",\"AllColumns\":false,\"Columns\":[]},\"Criteria\":{" + type
                        + "FilterExpression\",\"FilterOperator\":\"And\",\"Conditions\":[{" + type
                        + "ConditionExpression\",\"AttributeName\":\"bld_siteid\",\"Operator\":\"In\",\"Values\":["
                        + "{\"Value\":\"" + first + "\",\"Type\":\"System.Guid\"},{\"Value\":\"" + second
                        + "\",\"Type\":\"System.Guid\"}]}],\"Filters\":[]}}]}");
        JsonNode job = dataverse
                .get("asyncoperations(" + answer.json().path("JobId").asText() + ")?$select=statecode,statuscode")
                .json();
        // Then
        assertThat(dataverse.simulator().count("bld_sites")).isOne();
        assertThat(job.path("statecode").asInt() + " " + job.path("statuscode").asInt())
                .isEqualTo("3 30");
    }

    private static String id(SimulatorFixture.Answer created) {
        String url = created.header("OData-EntityId");
        return url.substring(url.lastIndexOf('(') + 1, url.lastIndexOf(')'));
    }

    @Test
    @DisplayName("[C] §14.3: WebAPIService needs an integer x-ms-dop-hint from WhoAmI at construction")
    void theSampleServiceIsConstructed() {
        // When
        SimulatorFixture.Answer answer = raw("WhoAmI", "If-None-Match", "null");
        // Then
        assertThat(Integer.parseInt(answer.header("x-ms-dop-hint"))).isPositive();
        assertThat(answer.json().findValuesAsText("BusinessUnitId")).hasSize(1);
    }

    @Test
    @DisplayName("[C] §14.3: WebAPIService's batch has absolute paths, Host headers and no preamble")
    void theSampleServicesBatchIsTaken() {
        // Given
        String host = "Host: " + dataverse.simulator().url().getAuthority();
        String body = "--batch_8a3e" + CRLF
                + "Content-Type: application/http" + CRLF + "Content-Transfer-Encoding: binary" + CRLF + CRLF
                + "PATCH /api/data/v9.2/bld_sites(bld_code='D-17') HTTP/1.1" + CRLF + host + CRLF
                + "OData-Version: 4.0" + CRLF + "If-None-Match: null" + CRLF
                + "Content-Type: application/json; charset=utf-8" + CRLF + "Content-Length: 18" + CRLF + CRLF
                + "{\"bld_name\":\"NEW\"}" + CRLF
                + "--batch_8a3e" + CRLF
                + "Content-Type: application/http" + CRLF + "Content-Transfer-Encoding: binary" + CRLF + CRLF
                + "GET /api/data/v9.2/bld_sites?$select=bld_name HTTP/1.1" + CRLF + host + CRLF + CRLF + CRLF
                + "--batch_8a3e--" + CRLF;
        // When
        SimulatorFixture.Answer answer = dataverse.send(dataverse
                .request("$batch")
                .setHeader("Content-Type", "multipart/mixed; boundary=\"batch_8a3e\"")
                .POST(BodyPublishers.ofString(body)));
        // Then
        assertThat(answer.text())
                .startsWith("--batchresponse_")
                .contains("OData-EntityId: " + dataverse.root() + "bld_sites(bld_code='D-17')", "\"NEW\"");
    }

    @Test
    @DisplayName("[C] §14.4: the .NET ServiceClient's login probe and calls")
    void theServiceClientLogsIn() {
        // Given: its probe has no token, and it takes exactly one challenge
        SimulatorFixture.Answer probe = dataverse.send(
                HttpRequest.newBuilder(URI.create(dataverse.root())).GET());
        // When
        int version = raw("RetrieveVersion()").status();
        int organization =
                raw("RetrieveCurrentOrganization(AccessType=%27Default%27)").status();
        // Then
        assertThat(probe.status()).isEqualTo(401);
        assertThat(probe.response().headers().allValues("WWW-Authenticate"))
                .singleElement()
                .asString()
                .matches("Bearer authorization_uri=https://[^ ]+/oauth2/authorize, resource_id=http://[^ ]+/");
        assertThat(probe.response().body()).isEmpty();
        assertThat(version + " " + organization).isEqualTo("200 200");
    }

    @Test
    @DisplayName("[C] §14.4: the ServiceClient takes the id of a created row from the last segment of Location")
    void theServiceClientFindsTheCreatedRow() {
        // When
        String location = dataverse
                .post("bld_sites", "{}", "Prefer", "odata.include-annotations=*")
                .header("Location");
        String segment = location.substring(location.lastIndexOf('/') + 1);
        // Then
        assertThat(segment.substring(segment.indexOf('(') + 1).substring(0, 36)).matches("[0-9a-f-]{36}");
    }

    @Test
    @DisplayName("[K] §1.6: authentication libraries discover the token endpoint")
    void theTokenEndpointIsDiscovered() {
        // When
        SimulatorFixture.Answer instance = dataverse.send(
                HttpRequest.newBuilder(URI.create(dataverse.simulator().url()
                                + "/common/discovery/instance?api-version=1.1&authorization_endpoint=x"))
                        .GET());
        SimulatorFixture.Answer openid = dataverse.send(HttpRequest.newBuilder(
                        URI.create(dataverse.simulator().url() + "/any/v2.0/.well-known/openid-configuration"))
                .GET());
        // Then
        assertThat(instance.json().path("tenant_discovery_endpoint").asText()).endsWith("/openid-configuration");
        assertThat(openid.json().path("token_endpoint").asText())
                .isEqualTo(dataverse.simulator().url() + "/any/oauth2/v2.0/token");
    }
}
