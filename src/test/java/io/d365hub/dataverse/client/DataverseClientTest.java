package io.d365hub.dataverse.client;

import static io.d365hub.dataverse.client.ClientFixture.columns;
import static io.d365hub.dataverse.client.ClientFixture.order;
import static io.d365hub.dataverse.client.ClientFixture.upsertOrder;
import static org.assertj.core.api.Assertions.assertThat;

import io.d365hub.dataverse.client.OddServer.Answer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What goes out, and what good answers become. */
class DataverseClientTest {

    private static final UUID ID = UUID.fromString("5b1f0f0e-7d2a-ef11-840a-000d3ab1c2d3");

    @RegisterExtension
    final ClientFixture far = new ClientFixture();

    @Test
    void anUpsertIsAPatchByKeyWithoutACondition() {
        // Given
        RowChange change = upsertOrder("1001");
        // When
        far.write(change);
        // Then
        assertThat(far.server.request(0)).satisfies(request -> {
            assertThat(request.method()).isEqualTo("PATCH");
            assertThat(request.path()).isEqualTo("/api/data/v9.2/salesorders(ordernumber='1001')");
            assertThat(request.headers()).doesNotContainKeys("if-match", "if-none-match", "cookie");
            assertThat(request.body()).isEqualTo("{\"name\":\"Order\"}");
        });
    }

    @Test
    void anUpdateMustFindItsRow() {
        // Given
        RowChange change = RowChange.update(order("1001"), columns("name", "Order"), Map.of());
        // When
        far.write(change);
        // Then
        assertThat(far.server.request(0).header("If-Match")).isEqualTo("*");
    }

    @Test
    void aCreateMakesUpItsIdSoThatItCanBeRepeated() {
        // Given
        RowChange change = RowChange.create("accounts", Optional.empty(), columns("name", "Fabrikam"), Map.of());
        // When
        RowResult result = far.write(change);
        // Then
        assertThat(far.server.request(0)).satisfies(request -> {
            assertThat(request.method()).isEqualTo("PATCH");
            assertThat(request.path())
                    .isEqualTo("/api/data/v9.2/accounts(" + result.id().orElseThrow() + ")");
            assertThat(request.header("If-None-Match")).isEqualTo("*");
        });
    }

    @Test
    void aCreateWithAGivenIdThatIsThereAlreadyCountsAsDone() {
        // Given
        far.server.answers(Answer.error(412, "0x80040237", "A record with matching key values already exists."));
        // When
        RowResult result = far.write(RowChange.create("accounts", Optional.of(ID), columns("name", "F"), Map.of()));
        // Then
        assertThat(result.id()).contains(ID);
    }

    @Test
    void aDeleteOfARowThatIsGoneCountsAsDone() {
        // Given
        far.server.answers(Answer.error(404, "0x80040217", "Entity 'account' With Id = " + ID + " Does Not Exist"));
        // When
        RowResult result = far.write(RowChange.delete(RowRef.byId("accounts", ID)));
        // Then
        assertThat(result.status()).isEqualTo(404);
    }

    @Test
    void theResultSaysHowDataverseNamesTheRow() {
        // Given
        far.server.answers(Answer.noContent(
                "OData-EntityId: http://elsewhere/api/data/v9.2/salesorders(ordernumber='1001')",
                "REQ_ID: 6f1d0c52-0b0e-4a55-9f1a-3f4b6f1c2d01,second"));
        // When
        RowResult result = far.write(upsertOrder("1001"));
        // Then
        assertThat(result)
                .isEqualTo(new RowResult(
                        "salesorders",
                        204,
                        Optional.empty(),
                        "salesorders(ordernumber='1001')",
                        "6f1d0c52-0b0e-4a55-9f1a-3f4b6f1c2d01"));
    }

    @Test
    void aLookupIsBoundByTheKeyOfItsTargetUnencoded() {
        // Given
        RowRef customer = RowRef.byKey("accounts", Map.of("accountnumber", "Å'1 2"));
        RowChange change =
                RowChange.upsert(order("1001"), columns("name", "Order"), Map.of("customerid_account", customer));
        // When
        far.write(change);
        // Then
        assertThat(far.server.request(0).body())
                .isEqualTo(
                        "{\"name\":\"Order\",\"customerid_account@odata.bind\":\"/accounts(accountnumber='Å''1 2')\"}");
    }

    @Test
    void aRowIsReadWithTheColumnsAskedFor() {
        // Given
        far.server.answers(Answer.json(200, "{\"@odata.etag\":\"W/\\\"1\\\"\",\"totalamount\":20000.0000}"));
        // When
        var row = far.client()
                .retrieve(order("1001"), List.of("totalamount", "name"))
                .join();
        // Then
        assertThat(row.orElseThrow().get("totalamount").asText()).isEqualTo("20000.0000");
        assertThat(far.server.request(0).path())
                .isEqualTo("/api/data/v9.2/salesorders(ordernumber='1001')?$select=totalamount,name");
    }

    @Test
    void aRowThatIsNotThereIsReadAsNothing() {
        // Given
        far.server.answers(Answer.error(
                404, "0x80060891", "A record with the specified key values does not exist in salesorder entity"));
        // When
        var row = far.client().retrieve(order("1001"), List.of()).join();
        // Then
        assertThat(row).isEmpty();
    }

    @Test
    void aCompressedAnswerIsUnpacked() {
        // Given
        far.server.answers(Answer.of(
                200,
                OddServer.gzip("{\"UserId\":\"" + ID + "\"}"),
                "Content-Type: application/json",
                "Content-Encoding: gzip"));
        // When
        UUID user = far.client().whoAmI().join();
        // Then
        assertThat(user).isEqualTo(ID);
    }

    @Test
    void nothingIsPackedThatDoesNotLeaveTheMachine() {
        // Given
        far.server.answers(Answer.of(200, "{\"UserId\":\"" + ID + "\"}", "Content-Type: application/json"));
        // When
        UUID unused = far.client().whoAmI().join();
        // Then
        assertThat(far.server.requests())
                .extracting(request -> request.header("Accept-Encoding"))
                .containsOnly("identity");
    }

    @Test
    void oneTokenServesManyCalls() {
        // Given
        far.write(upsertOrder("1"));
        // When
        far.write(upsertOrder("2"));
        // Then
        assertThat(far.server.tokenRequests()).hasSize(1);
        assertThat(far.server.request(1).header("Authorization")).isEqualTo("Bearer token-1");
    }

    @Test
    void aRefusedTokenIsRenewedOnceAndTheCallMadeAgain() {
        // Given
        far.server.answers(Answer.of(401, "", "WWW-Authenticate: Bearer"), Answer.noContent());
        // When
        far.write(upsertOrder("1"));
        // Then
        assertThat(far.server.requests())
                .extracting(r -> r.header("Authorization"))
                .containsExactly("Bearer token-1", "Bearer token-2");
    }

    @Test
    void twoWritersOfOneNewKeyBothSucceed() {
        // Given
        far.server.answers(
                Answer.error(412, "0x80060892", "Entity Key violated."),
                Answer.error(412, "0x80040237", "A record with matching key values already exists."),
                Answer.noContent());
        // When
        far.write(upsertOrder("1"));
        // Then
        assertThat(far.server.requests()).hasSize(3);
    }

    @Test
    void anUnknownKeyValueIsLookedForByQueryAndWrittenByItsId() {
        // Given
        far.server.answers(
                Answer.json(
                        200,
                        "{\"@odata.context\":\"x\",\"value\":[{\"@odata.etag\":\"W/\\\"1\\\"\",\"ordernumber\":\"A/1#\","
                                + "\"salesorderid\":\"" + ID + "\"}]}"),
                Answer.noContent());
        // When
        far.write(upsertOrder("A/1#"));
        // Then
        assertThat(far.server.request(0).path())
                .isEqualTo("/api/data/v9.2/salesorders?$select=ordernumber"
                        + "&$filter=ordernumber%20eq%20%27A%2F1%23%27&$top=2");
        assertThat(far.server.request(1)).satisfies(request -> {
            assertThat(request.path()).isEqualTo("/api/data/v9.2/salesorders(" + ID + ")");
            assertThat(request.header("If-Match")).isEqualTo("*");
            assertThat(request.body()).isEqualTo("{\"name\":\"Order\"}");
        });
    }

    @Test
    void aKeyThatNoAddressCanNameIsCreatedWithItsKeyInTheBody() {
        // Given
        far.server.answers(Answer.json(200, "{\"value\":[]}"), Answer.noContent());
        // When
        far.write(upsertOrder("A/1"));
        // Then
        assertThat(far.server.request(1)).satisfies(request -> {
            assertThat(request.method() + " " + request.path()).isEqualTo("POST /api/data/v9.2/salesorders");
            assertThat(request.body()).isEqualTo("{\"ordernumber\":\"A/1\",\"name\":\"Order\"}");
        });
    }

    @Test
    void whenSomeoneElseCreatesThatKeyFirstItIsLookedForAgain() {
        // Given
        far.server.answers(
                Answer.json(200, "{\"value\":[]}"),
                Answer.error(412, "0x80060892", "Entity Key violated."),
                Answer.json(200, "{\"value\":[{\"ordernumber\":\"A/1\",\"salesorderid\":\"" + ID + "\"}]}"),
                Answer.noContent());
        // When
        RowResult result = far.write(upsertOrder("A/1"));
        // Then
        assertThat(far.server.requests())
                .extracting(OddServer.Request::method)
                .containsExactly("GET", "POST", "GET", "PATCH");
        assertThat(result.status()).isEqualTo(204);
    }

    @Test
    void aLookupWhoseKeyNoAddressCanNameIsBoundById() {
        // Given
        far.server.answers(
                Answer.json(200, "{\"value\":[{\"accountnumber\":\"C/1\",\"accountid\":\"" + ID + "\"}]}"),
                Answer.noContent());
        RowRef customer = RowRef.byKey("accounts", Map.of("accountnumber", "C/1"));
        // When
        far.write(RowChange.upsert(order("1"), columns(), Map.of("customerid_account", customer)));
        // Then
        assertThat(far.server.request(1).body())
                .isEqualTo("{\"customerid_account@odata.bind\":\"/accounts(" + ID + ")\"}");
    }
}
