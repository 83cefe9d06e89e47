package io.d365hub.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Base64;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Image columns: §11.4 and §13.1 of the fact sheet on the Web API; how large a thumbnail is, it does not say [K]. */
class ImageColumnTest {

    private static final String SITE = "bld_sites(bld_code='D-17')";
    private static final String PHOTO = SITE + "/new_photo";

    @RegisterExtension
    final SimulatorFixture dataverse = SimulatorFixture.withDefaults();

    @BeforeEach
    void aSiteWithAPhoto() {
        SimulatorFixture.Answer created = dataverse.post(
                "EntityDefinitions(LogicalName='bld_site')/Attributes",
                Definitions.column("Image", "new_Photo", ",\"MaxSizeInKB\":1024"));
        assertThat(created.status()).as(created.text()).isEqualTo(204);
        dataverse.site("D-17", "Depot");
    }

    /** A picture without structure, which no compression makes small. */
    private static byte[] picture(int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(17);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, random.nextInt());
            }
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private void upload(byte[] content) {
        int status = dataverse
                .send(dataverse
                        .request(PHOTO, "x-ms-file-name", "depot.png")
                        .setHeader("Content-Type", "application/octet-stream")
                        .method("PATCH", BodyPublishers.ofByteArray(content)))
                .status();
        assertThat(status).isEqualTo(204);
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private JsonNode site() {
        return dataverse.get(SITE).json();
    }

    @Test
    @DisplayName("[D/C] §13.1: the full picture and its size come with size=full, as it was sent")
    void theFullPictureComesAsItWasSent() {
        // Given
        byte[] picture = picture(400, 200);
        upload(picture);
        // When
        SimulatorFixture.Answer full = dataverse.get(PHOTO + "/$value?size=full");
        // Then
        assertThat(full.response().body()).isEqualTo(picture);
        assertThat(full.header("x-ms-file-size")).isEqualTo(Integer.toString(picture.length));
        assertThat(full.header("x-ms-file-name")).isEqualTo("depot.png");
    }

    @Test
    @DisplayName("[D/K] §11.4: a row has a small picture in Base64")
    void aRowHasASmallPicture() throws IOException {
        // Given
        upload(picture(400, 200));
        // When
        byte[] shown = Base64.getDecoder().decode(site().path("new_photo").asText());
        // Then
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(shown));
        assertThat(image.getWidth()).isBetween(100, 144);
        assertThat(image.getHeight()).isEqualTo(image.getWidth() / 2);
    }

    @Test
    @DisplayName("[D/C] §13.1: without size=full the small picture is answered, without its size")
    void withoutSizeTheSmallPictureIsAnswered() {
        // Given
        upload(picture(400, 200));
        // When
        SimulatorFixture.Answer small = dataverse.get(PHOTO + "/$value");
        // Then
        assertThat(base64(small.response().body()))
                .isEqualTo(site().path("new_photo").asText());
        assertThat(small.header("x-ms-file-size")).isNull();
    }

    @Test
    @DisplayName("[D/K] §11.4: an image is set in the body of a row, and has an id, a time and a URL")
    void anImageIsSetInABody() {
        // Given
        byte[] picture = picture(20, 20);
        // When
        int status = dataverse
                .patch(SITE, "{\"new_photo\":\"" + base64(picture) + "\"}")
                .status();
        // Then
        JsonNode site = site();
        assertThat(status).isEqualTo(204);
        assertThat(site.path("new_photo").asText()).isEqualTo(base64(picture));
        assertThat(site.path("new_photoid").asText()).hasSize(36);
        assertThat(site.path("new_photo_timestamp").asLong()).isPositive();
        assertThat(dataverse
                        .get(dataverse.simulator().url()
                                + site.path("new_photo_url").asText() + "?size=full")
                        .response()
                        .body())
                .isEqualTo(picture);
    }

    @Test
    void anImageThatIsClearedTakesItsColumnsAlong() {
        // Given
        upload(picture(20, 20));
        // When
        dataverse.patch(SITE, "{\"new_photo\":null}");
        // Then
        assertThat(site().path("new_photo").isNull()).isTrue();
        assertThat(site().path("new_photoid").isNull()).isTrue();
        assertThat(site().path("new_photo_url").isNull()).isTrue();
    }

    @Test
    @DisplayName("[D] code, [U] status §13.1: an image that is longer than its column allows")
    void anImageThatIsTooLongIsRefused() {
        // When
        SimulatorFixture.Answer answer =
                dataverse.patch(SITE, "{\"new_photo\":\"" + base64(new byte[1024 * 1024 + 1]) + "\"}");
        // Then
        assertThat(answer.error()).isEqualTo("400 0x80044a02");
    }

    @Test
    void whatIsNoBase64IsRefused() {
        // When
        SimulatorFixture.Answer answer = dataverse.patch(SITE, "{\"new_photo\":\"no picture!\"}");
        // Then
        assertThat(answer.status()).isEqualTo(400);
    }

    @Test
    @DisplayName("a picture that says it is enormous is not unfolded")
    void aPictureBombIsKeptAsItIs() {
        // Given: a header of 50,000 x 50,000 pixels with hardly any data behind it
        byte[] bomb = picture(200, 200);
        bomb[16] = 0;
        bomb[17] = 0;
        bomb[18] = (byte) 0xc3;
        bomb[19] = 0x50;
        System.arraycopy(bomb, 16, bomb, 20, 4);
        // When
        upload(bomb);
        // Then
        assertThat(dataverse.get(PHOTO + "/$value?size=full").response().body()).isEqualTo(bomb);
    }

    @Test
    @DisplayName("[D] §11.4: metadata shows a virtual column of type ImageType, and Edm.Binary in $metadata")
    void metadataShowsTheImage() {
        // When
        JsonNode column = dataverse
                .get("EntityDefinitions(LogicalName='bld_site')/Attributes(LogicalName='new_photo')/"
                        + "Microsoft.Dynamics.CRM.ImageAttributeMetadata")
                .json();
        // Then
        assertThat(column.path("AttributeType").asText()).isEqualTo("Virtual");
        assertThat(column.path("AttributeTypeName").path("Value").asText()).isEqualTo("ImageType");
        assertThat(column.path("MaxSizeInKB").asInt()).isEqualTo(1024);
        assertThat(dataverse.get("$metadata", "Accept", "application/xml").text())
                .contains("<Property Name=\"new_photo\" Type=\"Edm.Binary\"");
    }

    @Test
    void aDeletedColumnTakesItsCompanionsAlong() {
        // When
        dataverse.delete("EntityDefinitions(LogicalName='bld_site')/Attributes(LogicalName='new_photo')");
        // Then
        assertThat(dataverse.get("bld_sites?$select=new_photo_url").status()).isEqualTo(400);
    }
}
