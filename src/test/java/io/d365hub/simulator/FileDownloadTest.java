package io.d365hub.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Files that are read in blocks and deleted by actions: named in §10.2 of the fact sheet [D]; their members are [K]. */
class FileDownloadTest {

    private static final String SITE = "bld_sites(bld_code='D-17')";

    @RegisterExtension
    final SimulatorFixture dataverse =
            SimulatorFixture.with(SimulatorSettings.defaults().withSeed(SimulatorSettings.Seed.EMPTY));

    @BeforeEach
    void site() {
        dataverse.site("D-17", "Depot");
    }

    private void upload(String content) {
        SimulatorFixture.Answer answer = dataverse.send(dataverse
                .request(SITE + "/bld_plan?x-ms-file-name=plan.txt")
                .setHeader("Content-Type", "application/octet-stream")
                .method("PATCH", BodyPublishers.ofString(content)));
        assertThat(answer.status()).as(answer.text()).isEqualTo(204);
    }

    private SimulatorFixture.Answer start() {
        return dataverse.post(
                "InitializeFileBlocksDownload",
                "{\"Target\":{\"@odata.type\":\"Microsoft.Dynamics.CRM.bld_site\",\"bld_siteid\":\""
                        + dataverse.siteColumn("D-17", "bld_siteid") + "\"},\"FileAttributeName\":\"bld_plan\"}");
    }

    private SimulatorFixture.Answer block(JsonNode download, int offset, int length) {
        return dataverse.post(
                "DownloadBlock",
                "{\"FileContinuationToken\":\""
                        + download.path("FileContinuationToken").asText() + "\",\"Offset\":" + offset
                        + ",\"BlockLength\":" + length + "}");
    }

    private static String text(SimulatorFixture.Answer block) {
        return new String(
                Base64.getDecoder().decode(block.json().path("Data").asText()),
                java.nio.charset.StandardCharsets.UTF_8);
    }

    @Test
    @DisplayName("[K] §10.2: a file comes in the blocks that are asked for, the last one as short as it is")
    void aFileComesInBlocks() {
        // Given
        upload("Hello world");
        // When
        JsonNode download = start().json();
        List<String> blocks = List.of(text(block(download, 0, 6)), text(block(download, 6, 100)));
        // Then
        assertThat(download.path("FileSizeInBytes").asInt()).isEqualTo(11);
        assertThat(download.path("FileName").asText()).isEqualTo("plan.txt");
        assertThat(blocks).containsExactly("Hello ", "world");
    }

    @Test
    @DisplayName("[U] §10.2: a row without a file")
    void aRowWithoutAFileHasNothingToDownload() {
        assertThat(start().error()).isEqualTo("404 0x80040217");
    }

    @Test
    @DisplayName("[U] §10.2: a block behind the end")
    void aBlockBehindTheEndIsRefused() {
        // Given
        upload("Hello");
        JsonNode download = start().json();
        // When
        SimulatorFixture.Answer answer = block(download, 5, 10);
        // Then
        assertThat(answer.error()).isEqualTo("400 0x80040203");
    }

    @Test
    @DisplayName("[K] §10.2: DeleteFile takes away the file with this id")
    void aFileIsDeletedByItsId() {
        // Given
        upload("Hello");
        String id = dataverse.siteColumn("D-17", "bld_plan");
        // When
        int deleted =
                dataverse.post("DeleteFile", "{\"FileId\":\"" + id + "\"}").status();
        String again =
                dataverse.post("DeleteFile", "{\"FileId\":\"" + id + "\"}").error();
        // Then
        assertThat(deleted).isEqualTo(204);
        assertThat(dataverse.get(SITE + "/bld_plan").status()).isEqualTo(204);
        assertThat(again).isEqualTo("404 0x80040217");
    }
}
