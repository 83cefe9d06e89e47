package io.d365hub.dataverse;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.d365hub.failure.Failure;
import io.d365hub.failure.FailureClassifier;
import io.d365hub.simulator.Simulator;
import io.d365hub.simulator.SimulatorSettings;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A plain Camel context whose component talks to a simulator, new for each test. */
final class SimulatedDataverse implements BeforeEachCallback, AfterEachCallback {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Simulator simulator;
    private CamelContext camel;

    @Override
    public void beforeEach(ExtensionContext context) {
        simulator = Simulator.start(SimulatorSettings.defaults().withPort(0));
        camel = new DefaultCamelContext();
        DataverseComponent component = camel.getComponent("dataverse", DataverseComponent.class);
        component.setEnvironmentUrl(simulator.url().toString());
        component.setTokenUrl(simulator.tokenUrl().toString());
        component.setClientId(SimulatorSettings.DEFAULT_CLIENT_ID);
        component.setClientSecret(SimulatorSettings.DEFAULT_CLIENT_SECRET);
        camel.start();
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        camel.close();
        simulator.close();
    }

    Simulator simulator() {
        return simulator;
    }

    CamelContext camel() {
        return camel;
    }

    Exchange send(String uri, Object body, Map<String, ?> headers) {
        return camel.createProducerTemplate().request(uri, exchange -> {
            exchange.getMessage().setBody(body);
            exchange.getMessage().setHeaders(new HashMap<>(headers));
        });
    }

    Exchange send(String uri, Object body) {
        return send(uri, body, Map.of());
    }

    Exchange succeed(String uri, Object body, Map<String, ?> headers) {
        Exchange done = send(uri, body, headers);
        assertThat(done.getException()).isNull();
        return done;
    }

    Exchange succeed(String uri, Object body) {
        return succeed(uri, body, Map.of());
    }

    /** The JSON that an endpoint has left in the body. */
    static JsonNode json(Exchange done) {
        try {
            return JSON.readTree(done.getMessage().getBody(String.class));
        } catch (IOException e) {
            throw new AssertionError("the body is not JSON", e);
        }
    }

    static Failure failure(Exchange done) {
        return new FailureClassifier().classify(done.getException());
    }
}
