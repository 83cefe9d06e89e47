package io.d365hub.dataverse.client;

import static io.d365hub.dataverse.client.ClientFixture.columns;
import static io.d365hub.dataverse.client.ClientFixture.order;
import static io.d365hub.dataverse.client.ClientFixture.upsertOrder;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.d365hub.dataverse.client.OddServer.Answer;
import io.d365hub.failure.FailureKind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a change's options make of its request and of its answer. Header names: spec 1.3 and 1.4 [D]. */
class RequestOptionsTest {

    private static final UUID USER = UUID.fromString("5b1f0f0e-7d2a-ef11-840a-000d3ab1c2d3");
    private static final String VERSION = "W/\"4410781\"";
    private static final Answer MISMATCH = Answer.error(412, "0x80060882", "The version does not match.");

    @RegisterExtension
    final ClientFixture dataverse = new ClientFixture();

    @Test
    void everyOptionBecomesItsHeader() {
        // Given
        RequestOptions options = RequestOptions.NONE
                .asEntraUser(USER)
                .detectingDuplicates()
                .bypassingLogic("CustomSync, CustomAsync")
                .suppressingFlows()
                .annotated("*");
        // When
        dataverse.write(upsertOrder("1001").withOptions(options));
        // Then
        assertThat(dataverse.server.request(0).headers())
                .containsEntry("callerobjectid", USER.toString())
                .containsEntry("mscrm.suppressduplicatedetection", "false")
                .containsEntry("mscrm.bypassbusinesslogicexecution", "CustomSync,CustomAsync")
                .containsEntry("mscrm.suppresscallbackregistrationexpanderjob", "true")
                .containsEntry("prefer", "odata.include-annotations=\"*\"");
    }

    @Test
    void theTagStandsInTheAddress() {
        // Given
        RequestOptions options = RequestOptions.NONE.tagged("night load & more");
        // When
        dataverse.write(upsertOrder("1001").withOptions(options));
        // Then
        assertThat(dataverse.server.request(0).path())
                .isEqualTo("/api/data/v9.2/salesorders(ordernumber='1001')?tag=night%20load%20%26%20more");
    }

    @Test
    void aVersionTakesThePlaceOfTheConditionThatTheRowExists() {
        // Given
        RowChange change = RowChange.update(order("1001"), columns("name", "A"), Map.of())
                .withOptions(RequestOptions.NONE.ifMatch(VERSION));
        // When
        dataverse.write(change);
        // Then
        assertThat(dataverse.server.request(0).header("If-Match")).isEqualTo(VERSION);
    }

    @Test
    void aRepresentationTellsIdVersionAndWhetherTheRowIsNew() {
        // Given
        dataverse.server.answers(Answer.json(
                201,
                "{\"@odata.etag\":\"W/\\\"7\\\"\",\"name\":\"Order\",\"salesorderid\":\"" + USER + "\"}",
                "OData-EntityId: /api/data/v9.2/salesorders(ordernumber='1001')"));
        // When
        RowResult result =
                dataverse.write(upsertOrder("1001").withOptions(RequestOptions.NONE.returning(List.of("name"))));
        // Then
        assertThat(dataverse.server.request(0).path()).endsWith("(ordernumber='1001')?$select=name");
        assertThat(dataverse.server.request(0).header("Prefer")).isEqualTo("return=representation");
        assertThat(result)
                .returns(Optional.of(USER), RowResult::id)
                .returns(Optional.of("W/\"7\""), RowResult::version)
                .returns(201, RowResult::status);
    }

    @Test
    void anotherVersionIsRefusedAsChangedMeanwhile() {
        // Given
        dataverse.server.answers(MISMATCH);
        RowChange change = upsertOrder("1001").withOptions(RequestOptions.NONE.ifMatch(VERSION));
        // When
        var failure = dataverse.failureOf(change);
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.REFUSED);
        assertThat(failure.mend()).isEqualTo(Mend.CHANGED_MEANWHILE.sentence());
    }

    @Test
    void aRowThatIsThereAlreadyIsNoRaceForOneThatMustBeNew() {
        // Given
        dataverse.server.answers(Answer.error(412, "0x80040237", "A record with matching key values already exists."));
        RowChange change = upsertOrder("1001").withOptions(RequestOptions.NONE.ifNoneMatch("*"));
        // When
        var failure = dataverse.failureOf(change);
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.REFUSED);
        assertThat(dataverse.server.requests()).hasSize(1);
    }

    @Test
    void aLostAnswerToAVersionedChangeIsSettledByReadingTheRow() {
        // Given
        dataverse.server.answers(
                Answer.dropped(), MISMATCH, Answer.json(200, "{\"@odata.etag\":\"W/\\\"9\\\"\",\"name\":\"Order\"}"));
        RowChange change = upsertOrder("1001").withOptions(RequestOptions.NONE.ifMatch(VERSION));
        // When
        RowResult result = dataverse.write(change);
        // Then
        assertThat(result.version()).contains("W/\"9\"");
        assertThat(dataverse.server.request(2).path()).endsWith("(ordernumber='1001')?$select=name");
    }

    @Test
    void aVersionedChangeThatAnotherOvertookWhileItsAnswerWasLostIsRefused() {
        // Given
        dataverse.server.answers(
                Answer.dropped(), MISMATCH, Answer.json(200, "{\"@odata.etag\":\"W/\\\"9\\\"\",\"name\":\"Theirs\"}"));
        RowChange change = upsertOrder("1001").withOptions(RequestOptions.NONE.ifMatch(VERSION));
        // When
        var failure = dataverse.failureOf(change);
        // Then
        assertThat(failure.code()).isEqualTo("0x80060882");
    }

    @Test
    void aRowOfAKnownVersionIsNotReadAgain() {
        // Given
        dataverse.server.answers(Answer.of(304, ""));
        // When
        Optional<RowResult> found = dataverse
                .client()
                .retrieve(order("1001"), List.of(), "", RequestOptions.NONE.ifNoneMatch(VERSION))
                .join();
        // Then
        assertThat(found).get().returns(304, RowResult::status).returns(Optional.empty(), RowResult::row);
    }

    @Test
    void optionsThatAskForTheSameAreEqual() {
        // Given
        RequestOptions one = RequestOptions.NONE.suppressingFlows().asUser(USER);
        // When
        RequestOptions other = RequestOptions.NONE.asUser(USER).suppressingFlows();
        // Then
        assertThat(one).isEqualTo(other).hasSameHashCodeAs(other);
    }

    @Test
    void onlyConditionsAndRepresentationsStandAlone() {
        // Given
        RequestOptions many = RequestOptions.NONE.suppressingFlows().tagged("t").annotated("*");
        // When
        List<Boolean> alone = List.of(
                many.standsAlone(),
                many.ifMatch(VERSION).standsAlone(),
                many.ifNoneMatch("*").standsAlone(),
                many.returning(List.of()).standsAlone());
        // Then
        assertThat(alone).containsExactly(false, true, true, true);
    }

    @ParameterizedTest
    @ValueSource(strings = {"t\r\nX-Evil: 1", "t\n", "t\0"})
    void aTextThatWouldWriteAHeaderOfItsOwnIsRefused(String text) {
        // Given
        RequestOptions options = RequestOptions.NONE;
        // When / Then
        assertThatThrownBy(() -> options.annotated(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"4410781", "W/4410781", "\"a\"\r\nX: 1"})
    void whatIsNoVersionIsRefused(String text) {
        // Given
        RequestOptions options = RequestOptions.NONE;
        // When / Then
        assertThatThrownBy(() -> options.ifMatch(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
