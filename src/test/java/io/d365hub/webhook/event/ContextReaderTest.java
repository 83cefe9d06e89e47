package io.d365hub.webhook.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

/** Events as Dataverse writes them (fact sheet on events, sections 1.3 to 1.5). */
class ContextReaderTest {

    private static ChangeEvent event(String file) throws IOException {
        try (InputStream in = ContextReaderTest.class.getResourceAsStream("/events/" + file)) {
            byte[] body = in.readAllBytes();
            return ContextReader.read(ContextReader.parse(body), "contoso.crm4.dynamics.com", false, body);
        }
    }

    private static JsonNode plain(String json) throws IOException {
        return ContextValues.plain(ContextReader.parse(json.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }

    @Test
    void aCreateTellsItsColumnsInPlainValues() throws IOException {
        assertThat(event("create-account.json").values().toString())
                .contains("\"revenue\":1250000.5")
                .contains("\"industrycode\":7")
                .contains("\"createdon\":\"2025-11-01T12:00:00Z\"")
                .contains(
                        "\"primarycontactid\":{\"table\":\"contact\",\"id\":\"44444444-0000-4000-8000-0000000000c1\"}");
    }

    @Test
    void aCreateTellsItsTag() throws IOException {
        assertThat(event("create-account.json").tag()).contains("hub:erp-inbound");
    }

    @Test
    void anUpdateTellsWhatTheCallerChangedWithoutWhatThePlatformAdded() throws IOException {
        assertThat(event("update-account.json").changed()).containsExactly("telephone1", "websiteurl");
    }

    @Test
    void anUpdateTellsTheValuesBefore() throws IOException {
        assertThat(event("update-account.json").pre().path("telephone1").asText())
                .isEqualTo("+49 30 9999");
    }

    @Test
    void theAutomaticImageIsNoImage() throws IOException {
        assertThat(event("update-account.json").post().has("name")).isFalse();
    }

    @Test
    void anUpdateTellsTheVersionOfTheRow() throws IOException {
        assertThat(event("update-account.json").rowVersion()).hasValue(5_948_270L);
    }

    @Test
    void severalChoicesBecomeAnArrayOfNumbers() throws IOException {
        assertThat(
                        plain(
                                "[{\"__type\":\"OptionSetValue:x\",\"Value\":1},{\"__type\":\"OptionSetValue:x\",\"Value\":9}]"))
                .hasToString("[1,9]");
    }

    @Test
    void aTimeBefore1970WithAZoneIsTheSameInstant() throws IOException {
        assertThat(plain("\"\\/Date(-86400000+0200)\\/\"").asText()).isEqualTo("1969-12-31T00:00:00Z");
    }

    @Test
    void aPartyListBecomesItsRows() throws IOException {
        assertThat(plain(
                        "{\"__type\":\"EntityCollection:x\",\"Entities\":[{\"Attributes\":[{\"key\":\"partyid\",\"value\":"
                                + "{\"__type\":\"EntityReference:x\",\"Id\":\"i\",\"LogicalName\":\"contact\"}}]}]}"))
                .hasToString("[{\"partyid\":{\"table\":\"contact\",\"id\":\"i\"}}]");
    }

    @Test
    void aReferenceByAlternateKeyKeepsTheKey() throws IOException {
        assertThat(plain(
                        "{\"__type\":\"EntityReference:x\",\"Id\":\"i\",\"KeyAttributes\":[{\"key\":\"no\",\"value\":\"1\"}],"
                                + "\"LogicalName\":\"account\"}"))
                .hasToString("{\"table\":\"account\",\"id\":\"i\",\"key\":{\"no\":\"1\"}}");
    }

    @Test
    void bytesBecomeText() throws IOException {
        assertThat(plain("[0,255]").asText()).isEqualTo("AP8=");
    }

    @Test
    void anEventWithoutItsParametersIsTrimmed() throws IOException {
        // When: section 1.6
        ChangeEvent event = ContextReader.read(
                ContextReader.parse("{\"MessageName\":\"Update\",\"PrimaryEntityName\":\"account\"}"
                        .getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                "",
                false,
                new byte[0]);
        // Then
        assertThat(event.trimmed()).isTrue();
    }
}
