package io.d365hub.dataverse.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.d365hub.dataverse.client.MetadataFinding.Kind;
import io.d365hub.dataverse.client.OddServer.Answer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DataverseMetadataTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Answer TABLES = Answer.json(200, """
            {"value":[
              {"LogicalName":"account","EntitySetName":"accounts","PrimaryIdAttribute":"accountid"},
              {"LogicalName":"salesorder","EntitySetName":"salesorders","PrimaryIdAttribute":"salesorderid"},
              {"LogicalName":"opportunity","EntitySetName":"opportunities","PrimaryIdAttribute":"opportunityid"}]}""");
    private static final Answer KEYS = Answer.json(200, """
            {"value":[
              {"LogicalName":"ordernumberkey","KeyAttributes":["ordernumber"],"EntityKeyIndexStatus":"Active"},
              {"LogicalName":"customerkey","KeyAttributes":["hub_code","customerid"],"EntityKeyIndexStatus":"Active"},
              {"LogicalName":"newkey","KeyAttributes":["hub_new"],"EntityKeyIndexStatus":"Pending"}]}""");

    @RegisterExtension
    final ClientFixture far = new ClientFixture();

    @Test
    void aTableAndKeyThatExistAreFine() {
        // Given
        far.server.answers(TABLES, KEYS);
        // When
        Optional<MetadataFinding> finding = check("salesorders", "ordernumber");
        // Then
        assertThat(finding).isEmpty();
    }

    @Test
    void aKeyOfSeveralColumnsMayBeWrittenInAnyOrderAndWithItsLookup() {
        // Given
        far.server.answers(TABLES, KEYS);
        // When
        Optional<MetadataFinding> finding = check("salesorders", "_customerid_value", "hub_code");
        // Then
        assertThat(finding).isEmpty();
    }

    @Test
    void thePrimaryKeyIsAKeyToo() {
        // Given
        far.server.answers(TABLES, KEYS);
        // When
        Optional<MetadataFinding> finding = check("salesorders", "salesorderid");
        // Then
        assertThat(finding).isEmpty();
    }

    @Test
    void aMisspeltTableIsNamedWithItsNearest() {
        // Given
        far.server.answers(TABLES);
        // When
        Optional<MetadataFinding> finding = check("acounts");
        // Then
        assertThat(finding)
                .contains(new MetadataFinding(
                        Kind.UNKNOWN_TABLE,
                        "Table 'acounts' does not exist on contoso.",
                        "The nearest entity set name is 'accounts'."));
    }

    @Test
    void aLogicalNameIsToldItsEntitySetName() {
        // Given
        far.server.answers(TABLES);
        // When
        Optional<MetadataFinding> finding = check("opportunity");
        // Then
        assertThat(finding.orElseThrow().suggestion()).isEqualTo("The nearest entity set name is 'opportunities'.");
    }

    @Test
    void anUnknownKeyIsToldTheKeysThatThereAre() {
        // Given
        far.server.answers(TABLES, KEYS);
        // When
        Optional<MetadataFinding> finding = check("salesorders", "name");
        // Then
        assertThat(finding)
                .contains(new MetadataFinding(
                        Kind.UNKNOWN_KEY,
                        "'name' is not an alternate key of 'salesorders' on contoso.",
                        "Its alternate keys are 'ordernumber' and 'hub_code,customerid' and 'hub_new'."));
    }

    @Test
    void aKeyWhoseIndexIsBeingBuiltIsNotYetOne() {
        // Given
        far.server.answers(TABLES, KEYS);
        // When
        Optional<MetadataFinding> finding = check("salesorders", "hub_new");
        // Then
        assertThat(finding.orElseThrow().kind()).isEqualTo(Kind.KEY_NOT_ACTIVE);
    }

    @Test
    void anEnvironmentThatCannotBeAskedIsSaidSo() {
        // Given
        far.server.answers(Answer.error(403, "0x80040220", "Principal user is missing prvReadEntity privilege"));
        // When
        Optional<MetadataFinding> finding = check("salesorders");
        // Then
        assertThat(finding.orElseThrow().kind()).isEqualTo(Kind.UNREACHABLE);
    }

    @Test
    void theTablesAreAskedForOnce() {
        // Given
        far.server.answers(TABLES);
        DataverseMetadata metadata = metadata();
        metadata.check("accounts", List.of(), PATIENCE);
        // When
        metadata.check("salesorders", List.of(), PATIENCE);
        // Then
        assertThat(far.server.requests()).hasSize(1);
    }

    private Optional<MetadataFinding> check(String table, String... key) {
        return metadata().check(table, List.of(key), PATIENCE);
    }

    private DataverseMetadata metadata() {
        return new DataverseMetadata(far.client(), "contoso", InstantSource.system());
    }
}
