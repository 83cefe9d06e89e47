package io.d365hub.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Files that are uploaded in blocks by actions: §13.1 of the fact sheet [D/K]; statuses of refusals [U]. */
class FileBlocksTest {

    private static final String SITE = "bld_sites(bld_code='D-17')";

    @RegisterExtension
    final SimulatorFixture dataverse =
            SimulatorFixture.with(SimulatorSettings.defaults().withSeed(SimulatorSettings.Seed.EMPTY));

    private String token;

    @BeforeEach
    void start() {
        dataverse.site("D-17", "Depot");
        SimulatorFixture.Answer answer = dataverse.post(
                "InitializeFileBlocksUpload",
                "{\"Target\":{\"@odata.type\":\"Microsoft.Dynamics.CRM.bld_site\",\"bld_siteid\":\""
                        + dataverse.siteColumn("D-17", "bld_siteid")
                        + "\"},\"FileName\":\"plan.txt\",\"FileAttributeName\":\"bld_plan\"}");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        token = answer.json().path("FileContinuationToken").asText();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private SimulatorFixture.Answer block(String id, String data) {
        return dataverse.post(
                "UploadBlock",
                "{\"BlockId\":\"" + base64(id) + "\",\"BlockData\":\"" + base64(data)
                        + "\",\"FileContinuationToken\":\"" + token + "\"}");
    }

    private SimulatorFixture.Answer commit(String... ids) {
        StringBuilder list = new StringBuilder();
        for (String id : ids) {
            list.append(list.length() == 0 ? "" : ",")
                    .append('"')
                    .append(base64(id))
                    .append('"');
        }
        return dataverse.post(
                "CommitFileBlocksUpload",
                "{\"BlockList\":[" + list + "],\"FileName\":\"plan.txt\",\"MimeType\":\"text/plain\","
                        + "\"FileContinuationToken\":\"" + token + "\"}");
    }

    @Test
    @DisplayName("[D/K] §13.1: blocks are put together in the order of the list")
    void blocksArePutTogetherInTheOrderOfTheList() {
        // Given
        int second = block("b2", "world").status();
        int first = block("b1", "Hello ").status();
        // When
        JsonNode done = commit("b1", "b2").json();
        // Then
        assertThat(first + " " + second).isEqualTo("204 204");
        assertThat(done.path("FileSizeInBytes").asInt()).isEqualTo(11);
        assertThat(done.path("FileId").asText()).isEqualTo(dataverse.siteColumn("D-17", "bld_plan"));
        assertThat(dataverse.get(SITE + "/bld_plan/$value").text()).isEqualTo("Hello world");
        assertThat(dataverse.siteColumn("D-17", "bld_plan_name")).isEqualTo("plan.txt");
    }

    @Test
    @DisplayName("[D/K] §13.1: all BlockIds of a file have the same length")
    void blockIdsHaveOneLength() {
        // Given
        block("b1", "Hello");
        // When
        SimulatorFixture.Answer answer = block("b10", "world");
        // Then
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.errorMessage()).contains("same length");
    }

    @Test
    void aBlockThatWasNotUploadedIsNotCommitted() {
        // Given
        block("b1", "Hello");
        // When
        int status = commit("b1", "b2").status();
        // Then
        assertThat(status).isEqualTo(400);
        assertThat(dataverse.get(SITE + "/bld_plan").status()).isEqualTo(204);
    }

    @Test
    void anUploadIsCommittedOnce() {
        // Given
        block("b1", "Hello");
        commit("b1");
        // When
        int again = commit("b1").status();
        // Then
        assertThat(again).isEqualTo(400);
    }
}
