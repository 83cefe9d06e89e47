package io.d365hub.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --file}: what a simulator knew at its end, the next one knows at its start. */
class PersistenceTest {

    @TempDir
    private Path folder;

    /** Runs a simulator over the file from start to stop. */
    private <T> T running(Function<SimulatorFixture, T> work) {
        SimulatorFixture dataverse = SimulatorFixture.with(SimulatorSettings.defaults()
                .withFile(folder.resolve("environment.json"))
                .withEventLoops(1));
        dataverse.beforeEach(null);
        try {
            return work.apply(dataverse);
        } finally {
            dataverse.afterEach(null);
        }
    }

    private void run(Consumer<SimulatorFixture> work) {
        running(dataverse -> {
            work.accept(dataverse);
            return null;
        });
    }

    private static List<String> rows(SimulatorFixture dataverse, String set) {
        List<String> rows = new ArrayList<>();
        dataverse.get(set).json().path("value").forEach(row -> rows.add(row.toString()));
        return rows;
    }

    @Test
    void rowsSurviveARestart() {
        // Given
        List<String> sets =
                List.of("accounts", "contacts", "products", "bld_sites", "systemusers", "transactioncurrencies");
        List<List<String>> before = running(dataverse -> {
            dataverse.patch(
                    "bld_sites(bld_code='D-17')",
                    "{\"bld_name\":\"Depot \\\"é\\\"\",\"bld_capacity\":40,\"bld_AccountId@odata.bind\":"
                            + "\"accounts(accountnumber='C-10001')\"}");
            dataverse.delete("contacts(hub_externalid='P-20001')");
            return sets.stream().map(set -> rows(dataverse, set)).toList();
        });
        // When
        List<List<String>> after = running(
                dataverse -> sets.stream().map(set -> rows(dataverse, set)).toList());
        // Then
        assertThat(after).isEqualTo(before);
    }

    @Test
    void imagesAndLookupsToSeveralTablesSurviveARestart() {
        // Given
        List<String> before = running(dataverse -> {
            dataverse.post(
                    "EntityDefinitions(LogicalName='bld_site')/Attributes",
                    Definitions.column("Image", "new_Photo", ""));
            for (String target : List.of("account", "contact")) {
                dataverse.post(
                        "RelationshipDefinitions",
                        "{\"@odata.type\":\"Microsoft.Dynamics.CRM.OneToManyRelationshipMetadata\",\"SchemaName\":\"new_"
                                + target + "\",\"ReferencedEntity\":\"" + target
                                + "\",\"ReferencingEntity\":\"bld_site\",\"Lookup\":{\"SchemaName\":\"new_PartyId\"}}");
            }
            dataverse.patch(
                    "bld_sites(bld_code='D-17')",
                    "{\"new_photo\":\"aGVsbG8=\",\"new_PartyId_contact@odata.bind\":"
                            + "\"contacts(hub_externalid='P-20001')\"}");
            return rows(dataverse, "bld_sites");
        });
        // When
        List<String> after = running(dataverse -> rows(dataverse, "bld_sites"));
        // Then
        assertThat(after).isEqualTo(before);
        assertThat(before).anySatisfy(row -> assertThat(row).contains("\"new_photo\":\"aGVsbG8=\""));
    }

    @Test
    void newRowsGetNewIdsAndKeysAreEnforced() {
        // Given
        run(dataverse -> dataverse.site("A", "first"));
        // When
        running(dataverse -> {
            int duplicate = dataverse.post("bld_sites", "{\"bld_code\":\"A\"}").status();
            dataverse.site("B", "second");
            // Then
            assertThat(duplicate).isEqualTo(412);
            assertThat(rows(dataverse, "bld_sites")).hasSize(2);
            return null;
        });
    }

    @Test
    void deltaLinksLeadOnAfterARestart() {
        // Given
        String link = running(dataverse -> {
            dataverse.site("A", "a");
            dataverse.site("B", "b");
            String path = dataverse
                    .get("bld_sites?$select=bld_code", "Prefer", "odata.track-changes")
                    .json()
                    .path("@odata.deltaLink")
                    .asText()
                    .substring(dataverse.root().length());
            dataverse.site("C", "c");
            dataverse.delete("bld_sites(bld_code='A')");
            return path;
        });
        // When
        JsonNode delta = running(dataverse -> {
            dataverse.site("D", "d");
            return dataverse.get(dataverse.root() + link).json();
        });
        // Then
        List<String> changes = new ArrayList<>();
        delta.path("value")
                .forEach(row -> changes.add(
                        row.path("bld_code").asText(row.path("reason").asText())));
        assertThat(changes).containsExactly("C", "D", "deleted");
    }

    @Test
    void tablesAndColumnsThatWereMadeSurviveARestart() {
        // Given
        run(dataverse -> {
            SimulatorFixture.Answer table = dataverse.post(
                    "EntityDefinitions",
                    "{\"@odata.type\":\"Microsoft.Dynamics.CRM.EntityMetadata\",\"SchemaName\":\"new_Truck\","
                            + "\"HasNotes\":false,\"HasActivities\":false,\"OwnershipType\":\"UserOwned\","
                            + label("DisplayName", "Truck") + "," + label("DisplayCollectionName", "Trucks")
                            + ",\"Attributes\":[{\"@odata.type\":\"Microsoft.Dynamics.CRM.StringAttributeMetadata\","
                            + "\"SchemaName\":\"new_Plate\",\"IsPrimaryName\":true,\"MaxLength\":20,"
                            + label("DisplayName", "Plate") + "}]}");
            assertThat(table.status()).as(table.text()).isEqualTo(204);
            String id = table.header("OData-EntityId").replaceFirst(".*\\((.*)\\)", "$1");
            SimulatorFixture.Answer column = dataverse.post(
                    "EntityDefinitions(" + id + ")/Attributes",
                    "{\"@odata.type\":\"Microsoft.Dynamics.CRM.IntegerAttributeMetadata\",\"SchemaName\":\"new_Seats\","
                            + "\"MinValue\":0,\"MaxValue\":9," + label("DisplayName", "Seats") + "}");
            assertThat(column.status()).as(column.text()).isEqualTo(204);
            dataverse.post("new_trucks", "{\"new_plate\":\"B-1\",\"new_seats\":3}");
        });
        run(dataverse -> {});
        // When
        List<String> trucks = running(dataverse -> rows(dataverse, "new_trucks?$select=new_plate,new_seats"));
        // Then
        assertThat(trucks).singleElement().asString().contains("\"new_plate\":\"B-1\",\"new_seats\":3");
    }

    @Test
    void theComponentsOfASolutionAreStillItsDefinitionsAfterARestart() {
        // Given
        run(dataverse -> {
            dataverse.post(
                    "solutions",
                    "{\"uniquename\":\"hub\",\"friendlyname\":\"Hub\",\"version\":\"1.0.0.0\",\"publisherid@odata.bind\":\"/publishers("
                            + dataverse
                                    .get("publishers")
                                    .json()
                                    .path("value")
                                    .path(0)
                                    .path("publisherid")
                                    .asText()
                            + ")\"}");
            SimulatorFixture.Answer table = dataverse.post(
                    "EntityDefinitions", Definitions.table("hub_Machine"), "MSCRM.SolutionUniqueName", "hub");
            assertThat(table.status()).as(table.text()).isEqualTo(204);
        });
        // When
        List<String> ids = running(dataverse -> List.of(
                dataverse
                        .get("solutioncomponents?$filter=solutionid/uniquename eq 'hub'")
                        .json()
                        .path("value")
                        .path(0)
                        .path("objectid")
                        .asText(),
                dataverse
                        .get("EntityDefinitions(LogicalName='hub_machine')?$select=MetadataId")
                        .json()
                        .path("MetadataId")
                        .asText()));
        // Then
        assertThat(ids.get(0)).isNotEmpty().isEqualTo(ids.get(1));
    }

    private static String label(String name, String text) {
        return "\"" + name
                + "\":{\"@odata.type\":\"Microsoft.Dynamics.CRM.Label\",\"LocalizedLabels\":[{\"@odata.type\":"
                + "\"Microsoft.Dynamics.CRM.LocalizedLabel\",\"Label\":\"" + text + "\",\"LanguageCode\":1033}]}";
    }

    @Test
    void aResetIsKept() {
        // Given
        run(dataverse -> {
            dataverse.site("A", "a");
            dataverse.simulator().reset();
        });
        // When
        List<String> sites = running(dataverse -> rows(dataverse, "bld_sites"));
        // Then
        assertThat(sites).isEmpty();
    }

    @Test
    void aFileThatIsNoneOfOursIsNotOverwritten() throws IOException {
        // Given
        Path file = folder.resolve("environment.json");
        Files.writeString(file, "{\"notes\":1}");
        // When, Then
        assertThatThrownBy(() -> run(dataverse -> {}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("environment.json cannot be read")
                .hasMessageContaining("Move it away");
        assertThat(file).hasContent("{\"notes\":1}");
    }

    @Test
    void filesSurviveARestart() {
        // Given
        byte[] content = new byte[3_000_000];
        new Random(7).nextBytes(content);
        run(dataverse -> {
            dataverse.patch("bld_sites(bld_code='F-1')", "{\"bld_name\":\"With a plan\"}");
            dataverse.send(dataverse
                    .request("bld_sites(bld_code='F-1')/bld_plan")
                    .setHeader("Content-Type", "application/octet-stream")
                    .header("x-ms-file-name", "plan: ground floor.pdf")
                    .method("PATCH", HttpRequest.BodyPublishers.ofByteArray(content)));
        });
        // When
        SimulatorFixture.Answer file = running(dataverse -> dataverse.get("bld_sites(bld_code='F-1')/bld_plan/$value"));
        String name = running(dataverse -> dataverse.siteColumn("F-1", "bld_plan_name"));
        // Then
        assertThat(file.response().body()).isEqualTo(content);
        assertThat(name).isEqualTo("plan: ground floor.pdf");
    }
}
