package io.d365hub.dataverse;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.d365hub.failure.Failure;
import io.d365hub.simulator.SimulatorSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A key of four columns, a lookup, a date, a number and a text, against the simulator: spec §3.1 [D], dates [U] §17.5. */
class AlternateKeyTypesTest {

    private static final String KEY = "key=_new_accountid_value:guid,new_day:date,new_number,new_code";
    private static final ObjectMapper JSON = new ObjectMapper();

    @RegisterExtension
    final SimulatedDataverse dataverse = new SimulatedDataverse();

    private final HttpClient http = HttpClient.newHttpClient();
    private String token = "";
    private String account;

    /** Metadata are made with plain HTTP: not a thing that integrations do. */
    @BeforeEach
    void table() throws IOException, InterruptedException {
        call("PUT", "/_simulator/metadata", "{\"keyIndexSeconds\":0}");
        token = call(
                        "POST",
                        dataverse.simulator().tokenUrl().getPath(),
                        "grant_type=client_credentials&scope=x/.default&client_id="
                                + SimulatorSettings.DEFAULT_CLIENT_ID + "&client_secret="
                                + SimulatorSettings.DEFAULT_CLIENT_SECRET)
                .path("access_token")
                .asText();
        post("EntityDefinitions", """
                {"@odata.type":"Microsoft.Dynamics.CRM.EntityMetadata","SchemaName":"new_Visit","HasActivities":false,"HasNotes":false,
                 "OwnershipType":"UserOwned","DisplayName":{"LocalizedLabels":[{"Label":"Visit","LanguageCode":1033}]},
                 "DisplayCollectionName":{"LocalizedLabels":[{"Label":"Visits","LanguageCode":1033}]},
                 "Attributes":[
                  {"@odata.type":"Microsoft.Dynamics.CRM.StringAttributeMetadata","SchemaName":"new_Name","MaxLength":100,"IsPrimaryName":true},
                  {"@odata.type":"Microsoft.Dynamics.CRM.StringAttributeMetadata","SchemaName":"new_Code","MaxLength":100},
                  {"@odata.type":"Microsoft.Dynamics.CRM.IntegerAttributeMetadata","SchemaName":"new_Number","MinValue":0,"MaxValue":999},
                  {"@odata.type":"Microsoft.Dynamics.CRM.DateTimeAttributeMetadata","SchemaName":"new_Day","Format":"DateOnly",
                   "DateTimeBehavior":{"Value":"DateOnly"}}]}""");
        post("RelationshipDefinitions", """
                {"@odata.type":"Microsoft.Dynamics.CRM.OneToManyRelationshipMetadata","SchemaName":"new_account_visits",
                 "ReferencedEntity":"account","ReferencingEntity":"new_visit","Lookup":{"SchemaName":"new_AccountId"}}""");
        post("RelationshipDefinitions", """
                {"@odata.type":"Microsoft.Dynamics.CRM.OneToManyRelationshipMetadata","SchemaName":"new_account_other_visits",
                 "ReferencedEntity":"account","ReferencingEntity":"new_visit","Lookup":{"SchemaName":"new_AccountId_Other"}}""");
        post("EntityDefinitions(LogicalName='new_visit')/Keys", """
                {"SchemaName":"new_VisitKey","KeyAttributes":["new_accountid","new_day","new_number","new_code"]}""");
        account = call("GET", "/api/data/v9.2/accounts(accountnumber=%27C-10001%27)", "")
                .path("accountid")
                .asText();
    }

    private void post(String resource, String body) throws IOException, InterruptedException {
        call("POST", "/api/data/v9.2/" + resource.replace("'", "%27"), body);
    }

    private JsonNode call(String method, String path, String body) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + dataverse.simulator().port() + path);
        HttpResponse<String> response = http.send(
                HttpRequest.newBuilder(uri)
                        .header("Authorization", "Bearer " + token)
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isLessThan(300);
        return JSON.readTree(response.body().isEmpty() ? "{}" : response.body());
    }

    private String visit(String code, String name) {
        return JSON.createObjectNode()
                .put("_new_accountid_value", account)
                .put("new_day", "2026-01-31")
                .put("new_number", 7)
                .put("new_code", code)
                .put("new_name", name)
                .toString();
    }

    /** The same with the lookup among the columns. */
    private String bound(String visit) {
        return visit.replaceFirst("\\{", "{\"new_AccountId@odata.bind\":\"/accounts(" + account + ")\",");
    }

    @Test
    void aRowIsWrittenTwiceByALookupADateANumberAndATextAndIsOneRow() {
        // Given
        dataverse.succeed("dataverse:new_visits?" + KEY, visit("O'Brien", "First"));
        // When
        dataverse.succeed("dataverse:new_visits?" + KEY, visit("O'Brien", "Second"));
        // Then
        JsonNode row = SimulatedDataverse.json(
                dataverse.succeed("dataverse:new_visits?operation=retrieve&" + KEY, visit("O'Brien", "")));
        assertThat(row.path("new_name").asText()).isEqualTo("Second");
        assertThat(row.path("_new_accountid_value").asText()).isEqualTo(account);
        assertThat(dataverse.simulator().count("new_visits")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/b", "a#b", "Å😀/"})
    void suchAKeyWithACharacterThatNoAddressHoldsIsOneRowToo(String code) {
        // Given
        dataverse.succeed("dataverse:new_visits?" + KEY, bound(visit(code, "First")));
        // When
        dataverse.succeed("dataverse:new_visits?" + KEY, bound(visit(code, "Second")));
        // Then
        JsonNode row = SimulatedDataverse.json(
                dataverse.succeed("dataverse:new_visits?operation=retrieve&" + KEY, visit(code, "")));
        assertThat(row.path("new_name").asText()).isEqualTo("Second");
        assertThat(row.path("new_code").asText()).isEqualTo(code);
        assertThat(row.path("_new_accountid_value").asText()).isEqualTo(account);
        assertThat(dataverse.simulator().count("new_visits")).isEqualTo(1);
    }

    @Test
    void withoutTheLookupAmongTheColumnsSuchARowIsRefusedInsteadOfCreatedWithoutItsKey() {
        // When
        Failure failure =
                SimulatedDataverse.failure(dataverse.send("dataverse:new_visits?" + KEY, visit("a/b", "First")));
        // Then
        assertThat(failure.code()).isEqualTo("key-lookup-missing");
        assertThat(failure.why()).contains("_new_accountid_value");
        assertThat(dataverse.simulator().count("new_visits")).isZero();
    }

    @Test
    void anotherLookupWhoseNameBeginsLikeThatOfTheKeyIsWritten() throws IOException, InterruptedException {
        // Given
        String other = call("GET", "/api/data/v9.2/accounts(accountnumber=%27C-10002%27)", "")
                .path("accountid")
                .asText();
        String visit = bound(visit("A", "First"))
                .replaceFirst("\\{", "{\"new_AccountId_Other@odata.bind\":\"/accounts(" + other + ")\",");
        // When
        dataverse.succeed("dataverse:new_visits?" + KEY, visit);
        // Then
        JsonNode row = SimulatedDataverse.json(
                dataverse.succeed("dataverse:new_visits?operation=retrieve&" + KEY, visit("A", "")));
        assertThat(row.path("_new_accountid_other_value").asText()).isEqualTo(other);
    }

    @Test
    void aLookupOfTheKeyAmongTheColumnsDoesNotBreakABulkMessage() {
        // Given
        String rows = "[" + bound(visit("A", "First")) + "," + bound(visit("B", "Second")) + "]";
        // When
        dataverse.succeed("dataverse:new_visits?operation=upsertMultiple&" + KEY, rows);
        // Then
        assertThat(dataverse.simulator().count("new_visits")).isEqualTo(2);
    }
}
