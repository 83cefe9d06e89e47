package io.d365hub.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Section 10 of the fact sheet: Custom APIs, made of rows and called as functions and actions. */
class CustomApiTest {

    private static final int INTEGER = 7;
    private static final int STRING = 10;

    @RegisterExtension
    final SimulatorFixture dataverse = SimulatorFixture.withDefaults();

    @Test
    @DisplayName("[D] §10.3: without a plug-in the properties have the initial values of their types")
    void anActionAnswersInitialValues() {
        // Given
        action("new_Rate", 0, null);
        property("new_Rate", "Score", INTEGER);
        // When
        SimulatorFixture.Answer answer = dataverse.post("new_Rate", "{\"Name\":\"Contoso\"}");
        // Then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("@odata.context").asText())
                .isEqualTo(dataverse.root() + "$metadata#Microsoft.Dynamics.CRM.new_RateResponse");
        assertThat(answer.json().path("Score").asInt(-1)).isZero();
    }

    @Test
    @DisplayName("[D] §10.1: an action that answers nothing answers 204")
    void anActionWithoutPropertiesAnswersNothing() {
        // Given
        action("new_Rate", 0, null);
        // When
        int status = dataverse.post("new_Rate", "{\"Name\":\"Contoso\"}").status();
        // Then
        assertThat(status).isEqualTo(204);
    }

    @Test
    void aCannedResponseIsAnswered() {
        // Given
        action("new_Rate", 0, null);
        property("new_Rate", "Score", INTEGER);
        dataverse.control("PUT", "custom-apis/new_Rate", "{\"response\":{\"Score\":42}}");
        // When
        JsonNode answer = dataverse.post("new_Rate", "{\"Name\":\"Contoso\"}").json();
        // Then
        assertThat(answer.path("Score").asInt()).isEqualTo(42);
    }

    @Test
    @DisplayName("[D] §12.1: a plug-in's exception is 400 0x80040265")
    void aPluginsExceptionIsAnswered() {
        // Given
        action("new_Rate", 0, null);
        dataverse.control("PUT", "custom-apis/new_Rate", "{\"status\":400,\"message\":\"No such company\"}");
        // When
        SimulatorFixture.Answer answer = dataverse.post("new_Rate", "{\"Name\":\"Contoso\"}");
        // Then
        assertThat(answer.error()).isEqualTo("400 0x80040265");
        assertThat(answer.errorMessage()).isEqualTo("No such company");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "new_Echo(Name='Contoso')",
                "new_Echo(Name=@p1)?@p1='Contoso'",
            })
    @DisplayName("[D] §10.1: a function takes parameters in line and by alias")
    void aFunctionTakesItsParameters(String path) {
        // Given
        function("new_Echo");
        // When
        JsonNode answer = dataverse.get(path).json();
        // Then
        assertThat(answer.path("Name").asText()).isEqualTo("Contoso");
    }

    @Test
    @DisplayName("[D/I] §10.1: an alias carries what a path cannot, and arrives decoded")
    void anAliasCarriesSpecialCharacters() {
        // Given
        function("new_Echo");
        // When
        int inLine = dataverse.get("new_Echo(Name='M%26M')").status();
        JsonNode aliased = dataverse.get("new_Echo(Name=@p)?@p='M%26M'").json();
        // Then
        assertThat(inLine).isEqualTo(400);
        assertThat(aliased.path("Name").asText()).isEqualTo("M&M");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|400 0x80040200",
                "{\"Name\":5}|400 0x80048d19",
                "{\"Name\":\"a\",\"Other\":1}|400 0x80048d19",
            })
    @DisplayName("[U] §10: missing, wrong and unknown parameters of an action are refused")
    void wrongParametersAreRefused(String body, String error) {
        // Given
        action("new_Rate", 0, null);
        // When
        SimulatorFixture.Answer answer = dataverse.post("new_Rate", body);
        // Then
        assertThat(answer.error()).isEqualTo(error);
    }

    @Test
    @DisplayName("[D] §10.3: a function without response properties is not there")
    void aFunctionWithoutPropertiesIsNotThere() {
        // Given
        api("new_Echo", 0, null, true);
        // When
        SimulatorFixture.Answer answer = dataverse.get("new_Echo()");
        // Then
        assertThat(answer.error()).isEqualTo("404 0x80060888");
        assertThat(answer.errorMessage()).isEqualTo("Resource not found for the segment 'new_Echo'.");
    }

    @Test
    @DisplayName("[D] §10.1: the wrong verb finds nothing")
    void theWrongVerbFindsNothing() {
        // Given
        action("new_Rate", 0, null);
        // When
        SimulatorFixture.Answer answer = dataverse.get("new_Rate");
        // Then
        assertThat(answer.error()).isEqualTo("404 ");
    }

    @Test
    @DisplayName("[D] §10.1: a bound action is called on a row by its full name")
    void aBoundActionIsCalledOnARow() {
        // Given
        action("new_Rate", 1, "bld_site");
        dataverse.site("A", "Anna");
        // When
        int called =
                call("bld_sites(bld_code='A')/Microsoft.Dynamics.CRM.new_Rate").status();
        SimulatorFixture.Answer shortName = call("bld_sites(bld_code='A')/new_Rate");
        SimulatorFixture.Answer absent = call("bld_sites(bld_code='B')/Microsoft.Dynamics.CRM.new_Rate");
        // Then
        assertThat(called).isEqualTo(204);
        assertThat(shortName.errorMessage()).isEqualTo("Request message has unresolved parameters.");
        assertThat(absent.status()).isEqualTo(404);
    }

    @Test
    @DisplayName("[D] §10.1: an action that is bound to a collection is called on the set")
    void aCollectionBoundActionIsCalledOnTheSet() {
        // Given
        action("new_Rate", 2, "bld_site");
        // When
        int called = call("bld_sites/Microsoft.Dynamics.CRM.new_Rate").status();
        int elsewhere = call("accounts/Microsoft.Dynamics.CRM.new_Rate").status();
        // Then
        assertThat(called).isEqualTo(204);
        assertThat(elsewhere).isEqualTo(404);
    }

    @Test
    @DisplayName("[I] §10.3: names with a point are refused")
    void aNameWithAPointIsRefused() {
        // Given
        api("new_Rate", 0, null, false);
        // When
        SimulatorFixture.Answer answer = member("customapirequestparameters", "new_Rate", "a.b", STRING);
        // Then
        assertThat(answer.error()).isEqualTo("400 0x80040203");
    }

    @Test
    @DisplayName("[D] §10.3: what is fixed at creation is not changed later")
    void theUniqueNameIsFixed() {
        // Given
        String url = api("new_Rate", 0, null, false).header("OData-EntityId");
        // When
        dataverse.send(dataverse
                .request(url)
                .method("PATCH", java.net.http.HttpRequest.BodyPublishers.ofString("{\"uniquename\":\"new_Other\"}")));
        // Then
        assertThat(dataverse.get(url).json().path("uniquename").asText()).isEqualTo("new_Rate");
    }

    @Test
    @DisplayName("[D] §10.3: a Custom API is listed with its parameters")
    void aCustomApiIsListedWithItsParameters() {
        // Given
        action("new_Rate", 0, null);
        // When
        JsonNode listed = dataverse
                .get(
                        "customapis?$select=uniquename&$expand=CustomAPIRequestParameters($select=uniquename,type),CustomAPIResponseProperties($select=uniquename),PluginTypeId($select=name)")
                .json()
                .path("value")
                .path(0);
        // Then
        assertThat(listed.path("CustomAPIRequestParameters")
                        .path(0)
                        .path("uniquename")
                        .asText())
                .isEqualTo("Name");
    }

    @Test
    @DisplayName("[C/D] §10.2: RetrieveTotalRecordCount tells the rows of tables")
    void theTotalRecordCountIsTold() {
        // When
        JsonNode counts = dataverse
                .get("RetrieveTotalRecordCount(EntityNames=@p1)?@p1=[%22account%22,%22contact%22]")
                .json()
                .path("EntityRecordCountCollection");
        // Then
        assertThat(counts.path("Keys").path(1).asText()).isEqualTo("contact");
        assertThat(counts.path("Values").path(1).asLong())
                .isEqualTo(dataverse.simulator().count("contacts"));
    }

    private SimulatorFixture.Answer call(String path) {
        return dataverse.post(path, "{\"Name\":\"x\"}");
    }

    /** An action with the required text {@code Name}. */
    private void action(String name, int binding, String table) {
        api(name, binding, table, false);
        member("customapirequestparameters", name, "Name", STRING);
    }

    /** A function that answers its required text {@code Name}. */
    private void function(String name) {
        api(name, 0, null, true);
        member("customapirequestparameters", name, "Name", STRING);
        property(name, "Name", STRING);
        dataverse.control("PUT", "custom-apis/" + name, "{\"echo\":true}");
    }

    private void property(String api, String name, int type) {
        member("customapiresponseproperties", api, name, type);
    }

    private SimulatorFixture.Answer api(String name, int binding, String table, boolean function) {
        return dataverse.post(
                "customapis",
                "{\"uniquename\":\"" + name + "\",\"name\":\"" + name + "\",\"bindingtype\":" + binding
                        + ",\"isfunction\":" + function
                        + (table == null ? "" : ",\"boundentitylogicalname\":\"" + table + "\"") + "}");
    }

    private SimulatorFixture.Answer member(String set, String api, String name, int type) {
        return dataverse.post(
                set,
                "{\"uniquename\":\"" + name + "\",\"name\":\"" + name + "\",\"type\":" + type
                        + ",\"CustomAPIId@odata.bind\":\"/customapis(uniquename='" + api + "')\"}");
    }
}
