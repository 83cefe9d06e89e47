package io.d365hub.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** File columns: §13.1 of the fact sheet. */
class FileColumnTest {

    private static final int CHUNK = 4 * 1024 * 1024;
    private static final String PLAN = "bld_sites(bld_code='D-17')/bld_plan";

    @RegisterExtension
    final SimulatorFixture dataverse = SimulatorFixture.withDefaults();

    @BeforeEach
    void aSite() {
        dataverse.site("D-17", "Depot");
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(17).nextBytes(bytes);
        return bytes;
    }

    private SimulatorFixture.Answer upload(String path, byte[] content, String... headers) {
        BodyPublisher body = BodyPublishers.ofByteArray(content);
        return dataverse.send(dataverse
                .request(path, headers)
                .setHeader("Content-Type", "application/octet-stream")
                .method("PATCH", body));
    }

    @Test
    @DisplayName("T33 [D] §13.1: 5 MB in chunks of 4 MiB come back as they went")
    void aFileInChunksComesBackAsItWent() {
        // Given
        byte[] file = bytes(5_000_000);
        SimulatorFixture.Answer start =
                upload(PLAN + "?x-ms-file-name=plan.pdf", new byte[0], "x-ms-transfer-mode", "chunked");
        String location = start.header("Location");
        // When
        int first = upload(
                        location,
                        Arrays.copyOf(file, CHUNK),
                        "Content-Range",
                        "bytes 0-" + (CHUNK - 1) + "/" + file.length)
                .status();
        int last = upload(
                        location,
                        Arrays.copyOfRange(file, CHUNK, file.length),
                        "Content-Range",
                        "bytes " + CHUNK + "-" + (file.length - 1) + "/" + file.length)
                .status();
        // Then
        assertThat(start.status() + " " + first + " " + last).isEqualTo("200 206 204");
        assertThat(start.header("x-ms-chunk-size")).isEqualTo("4194304");
        assertThat(dataverse.get(PLAN + "/$value").response().body()).isEqualTo(file);
    }

    @Test
    @DisplayName("[D] §13.1: a small file goes in one request; the row tells its id and name")
    void aFileGoesInOneRequest() {
        // When
        int stored = upload(PLAN, bytes(10), "x-ms-file-name", "plan.pdf").status();
        // Then
        assertThat(stored).isEqualTo(204);
        assertThat(dataverse.siteColumn("D-17", "bld_plan")).hasSize(36);
        assertThat(dataverse.siteColumn("D-17", "bld_plan_name")).isEqualTo("plan.pdf");
    }

    @Test
    @DisplayName("[D/C] §13.1: a range of a file, raw and as Base64")
    void aRangeOfAFileIsRead() {
        // Given
        byte[] file = bytes(100);
        upload(PLAN, file, "x-ms-file-name", "plan.pdf");
        // When
        SimulatorFixture.Answer raw = dataverse.get(PLAN + "/$value", "Range", "bytes=90-199");
        SimulatorFixture.Answer json = dataverse.get(PLAN + "?size=full", "Range", "bytes=0-9");
        // Then
        assertThat(raw.status()).isEqualTo(206);
        assertThat(raw.response().body()).isEqualTo(Arrays.copyOfRange(file, 90, 100));
        assertThat(raw.header("x-ms-file-size")).isEqualTo("100");
        assertThat(raw.header("x-ms-file-name")).isEqualTo("plan.pdf");
        assertThat(Base64.getDecoder().decode(json.json().path("value").asText()))
                .isEqualTo(Arrays.copyOf(file, 10));
        assertThat(json.header("Content-Disposition")).contains("plan.pdf");
    }

    @Test
    @DisplayName("[D] §13.1: a file is deleted; [K] §2.2 a column without value answers 204")
    void aFileIsDeleted() {
        // Given
        upload(PLAN, bytes(10), "x-ms-file-name", "plan.pdf");
        // When
        int deleted = dataverse.delete(PLAN).status();
        int read = dataverse.get(PLAN + "/$value").status();
        // Then
        assertThat(deleted + " " + read).isEqualTo("204 204");
    }

    @Test
    @DisplayName("[D] code, [U] status §13.1: a file that is longer than its column allows")
    void aFileThatIsTooLongIsRefused() {
        // When
        SimulatorFixture.Answer start =
                upload(PLAN + "?x-ms-file-name=plan.pdf", new byte[0], "x-ms-transfer-mode", "chunked");
        SimulatorFixture.Answer chunk =
                upload(start.header("Location"), bytes(10), "Content-Range", "bytes 0-9/1000000000");
        // Then
        assertThat(chunk.error()).isEqualTo("400 0x80044a02");
    }

    @Test
    @DisplayName("[D] §13.1: a file is not set in the body of a row")
    void aFileInABodyIsNotTaken() {
        // When
        dataverse.patch("bld_sites(bld_code='D-17')", "{\"bld_plan\":\"3f0c5d1e-8b7a-4c29-9e54-d365b0000001\"}");
        // Then
        assertThat(dataverse.get(PLAN).status()).isEqualTo(204);
    }

    @Test
    @DisplayName("[D] §13.1: metadata tells the longest file")
    void metadataTellsTheLongestFile() {
        // When
        SimulatorFixture.Answer answer =
                dataverse.get("EntityDefinitions(LogicalName='bld_site')/Attributes(LogicalName='bld_plan')/"
                        + "Microsoft.Dynamics.CRM.FileAttributeMetadata?$select=MaxSizeInKB");
        // Then
        assertThat(answer.json().path("MaxSizeInKB").asInt()).isEqualTo(32_768);
    }
}
