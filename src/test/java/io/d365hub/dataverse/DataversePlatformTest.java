package io.d365hub.dataverse;

import static io.d365hub.dataverse.SimulatedDataverse.failure;
import static io.d365hub.dataverse.SimulatedDataverse.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the platform does besides rows: FetchXML, custom APIs, impersonation, duplicate detection. */
class DataversePlatformTest {

    private static final String FETCH = "<fetch count='7'><entity name='salesorder'><attribute name='ordernumber'/>"
            + "<order attribute='ordernumber'/></entity></fetch>";

    @RegisterExtension
    final SimulatedDataverse dataverse = new SimulatedDataverse();

    @Test
    void fetchXmlIsFollowedOverAllItsPages() {
        // Given
        List<String> numbers =
                IntStream.range(0, 20).mapToObj("%04d"::formatted).toList();
        dataverse.succeed(
                "dataverse:salesorders?operation=upsertMultiple&key=ordernumber",
                numbers.stream()
                        .map(number -> "{\"ordernumber\":\"" + number + "\",\"name\":\"Order\"}")
                        .collect(Collectors.joining(",", "[", "]")));
        // When
        Exchange done = dataverse.succeed(
                "dataverse:salesorders?operation=query", null, Map.of(DataverseConstants.FETCH_XML, FETCH));
        // Then
        List<String> found = new ArrayList<>();
        Iterator<?> rows = done.getMessage().getBody(Iterator.class);
        rows.forEachRemaining(row -> found.add(row.toString().replaceAll(".*\"ordernumber\":\"(\\d+)\".*", "$1")));
        assertThat(found).containsExactlyElementsOf(numbers);
    }

    @Test
    void aCustomApiIsCalledWithCharactersThatNoPathHolds() {
        // Given
        customApi("new_Echo", true);
        String uri = "dataverse:customapis?operation=function&name=new_Echo";
        // When
        Exchange done = dataverse.succeed(uri, "{\"Name\":\"M&M's 100% / #1\"}");
        // Then
        assertThat(json(done).has("Name")).isTrue();
    }

    @Test
    void anActionWithoutItsParameterIsRefused() {
        // Given
        customApi("new_Rate", false);
        // When
        Exchange done = dataverse.send("dataverse:customapis?operation=action&name=new_Rate", "{}");
        // Then
        assertThat(failure(done).why()).startsWith("Dataverse answered 400");
    }

    @Test
    void anActionAnswersInTheBody() {
        // Given
        customApi("new_Rate", false);
        // When
        Exchange done =
                dataverse.succeed("dataverse:customapis?operation=action&name=new_Rate", "{\"Name\":\"Contoso\"}");
        // Then
        assertThat(json(done).has("Name")).isTrue();
    }

    @Test
    void aRowIsCreatedInTheNameOfAnotherUser() {
        // Given
        String dana = json(dataverse.succeed(
                        "dataverse:systemusers?operation=query&paging=single&filter=firstname eq 'Dana'", null))
                .path("value")
                .path(0)
                .path("systemuserid")
                .asText();
        // When
        Exchange done = dataverse.succeed(
                "dataverse:accounts?operation=create",
                "{\"name\":\"Hers\"}",
                Map.of(DataverseConstants.CALLER_ID, dana));
        // Then
        Map<String, Object> id = Map.of(DataverseConstants.ID, done.getMessage().getHeader(DataverseConstants.ID));
        JsonNode row = json(dataverse.succeed("dataverse:accounts?operation=retrieve", null, id));
        assertThat(row.path("_createdby_value").asText()).isEqualTo(dana);
    }

    @Test
    void aDuplicateIsRefusedOnlyWhereDetectionIsAskedFor() {
        // Given
        String contact = "{\"lastname\":\"Berg\",\"emailaddress1\":\"berg@customer.example\"}";
        dataverse.succeed("dataverse:contacts?operation=create", contact);
        dataverse.succeed("dataverse:contacts?operation=create", contact);
        // When
        Exchange done = dataverse.send("dataverse:contacts?operation=create&detectDuplicates=true", contact);
        // Then
        assertThat(failure(done).code()).isEqualTo("0x80040333");
    }

    @Test
    void aBoundFunctionOfARowNamedByHeaderNeedsNoBody() {
        // Given
        String user = json(dataverse.succeed("dataverse:systemusers?operation=function&name=WhoAmI", null))
                .path("UserId")
                .asText();
        // When
        Exchange done = dataverse.send(
                "dataverse:systemusers?operation=function&binding=row&name=NoSuchFunction",
                null,
                Map.of(DataverseConstants.ID, user));
        // Then
        assertThat(failure(done).why()).startsWith("Dataverse answered 404");
    }

    /** With one text in and the same out. Definition: spec 10.3 [D]. */
    private void customApi(String name, boolean function) {
        Exchange api = dataverse.succeed(
                "dataverse:customapis?operation=create",
                "{\"uniquename\":\"" + name + "\",\"name\":\"" + name + "\",\"displayname\":\"" + name
                        + "\",\"bindingtype\":0,\"isfunction\":" + function
                        + ",\"allowedcustomprocessingsteptype\":0}");
        String owner =
                "\"CustomAPIId@odata.bind\":\"/customapis(" + api.getMessage().getHeader(DataverseConstants.ID) + ")\"";
        String text = "{\"uniquename\":\"Name\",\"name\":\"Name\",\"displayname\":\"Name\",\"type\":10," + owner;
        dataverse.succeed("dataverse:customapirequestparameters?operation=create", text + ",\"isoptional\":false}");
        dataverse.succeed("dataverse:customapiresponseproperties?operation=create", text + "}");
    }
}
