package io.d365hub.intake;

import static io.d365hub.intake.IntakeFixture.KEY;
import static io.d365hub.intake.IntakeFixture.ORDERS;
import static io.d365hub.intake.IntakeFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OpenApiTest {

    @RegisterExtension
    final IntakeFixture hub = new IntakeFixture();

    @Test
    void theIntegrationsThatTheClientMayUseAreListed() throws Exception {
        assertThat(document().get("paths").fieldNames())
                .toIterable()
                .containsExactly("/push/headers", "/push/webshop-orders", "/push/xml-orders", "/messages/{id}");
    }

    @Test
    void anIntegrationThatCameLaterIsListed() throws Exception {
        // Given
        hub.register(SampleIntegrations.json("gone", "/id"));
        // When, then
        assertThat(document().at("/paths/~1push~1gone").isMissingNode()).isFalse();
    }

    @Test
    void theExampleIsAMessageThatIsTaken() throws Exception {
        // Given
        JsonNode content = document().at("/paths/~1push~1webshop-orders/post/requestBody/content");
        // When
        HttpResponse<String> single = hub.send(
                hub.push(ORDERS, content.at("/application~1json/example").toString()));
        HttpResponse<String> lines = hub.send(hub.pushLines(
                ORDERS, content.at("/application~1x-ndjson/example").asText()));
        // Then
        assertThat(List.of(single.statusCode(), lines.statusCode())).containsExactly(202, 202);
    }

    @Test
    void everyReferenceLeadsSomewhere() throws Exception {
        // Given
        JsonNode document = document();
        List<JsonNode> references = new ArrayList<>(document.findValues("$ref"));
        // When, then
        assertThat(references).isNotEmpty().allSatisfy(reference -> assertThat(
                        document.at(reference.asText().substring(1)).isObject())
                .as(reference.asText())
                .isTrue());
    }

    @Test
    void aProblemHasTheMembersOfItsSchema() throws Exception {
        // Given
        List<String> required = new ArrayList<>();
        document().at("/components/schemas/Problem/required").forEach(name -> required.add(name.asText()));
        // When
        JsonNode problem = json(hub.send(hub.push(ORDERS, "{}")));
        // Then
        assertThat(problem.fieldNames()).toIterable().containsExactlyInAnyOrderElementsOf(required);
    }

    @Test
    void strangersGetNoDocument() throws Exception {
        assertThat(hub.send(hub.to("/openapi.json")).statusCode()).isEqualTo(401);
    }

    @ParameterizedTest
    @EnumSource
    void everyProblemTypeIsExplainedAtItsAddress(ProblemType type) throws Exception {
        // When
        HttpResponse<String> answer = hub.send(hub.to(type.uri()));
        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(json(answer).get("explanation").asText()).isNotBlank();
    }

    private JsonNode document() throws Exception {
        HttpResponse<String> answer = hub.send(hub.to("/openapi.json").header("X-API-Key", KEY));
        assertThat(answer.statusCode()).isEqualTo(200);
        return new ObjectMapper().readTree(answer.body());
    }
}
