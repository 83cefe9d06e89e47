package io.d365hub.simulator.event;

import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Posts contexts to webhooks. Only the status of the answer counts. Thread-safe. */
final class WebhookSender {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Set<Integer> NETWORK_TROUBLE = Set.of(502, 503, 504);
    private static final Set<Integer> STANDARD_PORTS = Set.of(-1, 80, 443);
    private static final Set<String> KEPT_BY_CLIENT =
            Set.of("host", "connection", "content-length", "expect", "upgrade");

    private final Sender sender;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();

    WebhookSender(Sender sender) {
        this.sender = sender;
    }

    /** Posts once, and waits for the answer. */
    Outcome send(Step step, Event event, UUID correlation, Payload payload, EventSettings settings) {
        try {
            HttpRequest request = request(step, event, correlation, payload, settings);
            int status =
                    http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            if (status >= 200 && status < 300) {
                return Outcome.DELIVERED;
            }
            return new Outcome(
                    false,
                    NETWORK_TROUBLE.contains(status),
                    "The webhook call failed because the http request was rejected with status code " + status + ".");
        } catch (HttpTimeoutException e) {
            return failed("The webhook call failed because the http request timed out at client side.");
        } catch (IOException e) {
            return failed("The webhook call failed because the endpoint could not be reached.");
        } catch (IllegalArgumentException e) {
            return failed("The webhook call failed: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return failed("The webhook call failed because the service stopped.");
        }
    }

    private static Outcome failed(String message) {
        return new Outcome(false, false, message);
    }

    private HttpRequest request(Step step, Event event, UUID correlation, Payload payload, EventSettings settings) {
        Endpoint endpoint = step.endpoint();
        String url = endpoint.url();
        Map<String, String> pairs = pairs(endpoint);
        if (endpoint.authType() != Endpoint.HTTP_HEADER && !pairs.isEmpty()) {
            url += (url.indexOf('?') < 0 ? '?' : '&') + query(pairs);
        }
        URI address = URI.create(url);
        if (settings.onlyStandardPorts() && !STANDARD_PORTS.contains(address.getPort())) {
            throw new IllegalArgumentException("Only ports 80 and 443 are supported.");
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .timeout(Duration.ofMillis(Math.round(settings.timeoutSeconds() * 1000)))
                .header("Content-Type", "application/json; charset=utf-8")
                .header("x-request-id", UUID.randomUUID().toString())
                .header("x-ms-dynamics-organization", sender.host())
                .header("x-ms-dynamics-entity-name", event.tableName())
                .header("x-ms-dynamics-request-name", step.message())
                .header("x-ms-correlation-request-id", correlation.toString())
                .POST(HttpRequest.BodyPublishers.ofByteArray(payload.body()));
        if (payload.trimmed()) {
            request.header("x-ms-dynamics-msg-size-exceeded", "true");
        }
        if (endpoint.authType() == Endpoint.HTTP_HEADER) {
            pairs.forEach(request::setHeader);
        }
        return request.build();
    }

    private static String query(Map<String, String> pairs) {
        return pairs.entrySet().stream()
                .map(pair -> encode(pair.getKey()) + "=" + encode(pair.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static Map<String, String> pairs(Endpoint endpoint) {
        if (endpoint.authValue() == null) {
            return Map.of();
        }
        return endpoint.authType() == Endpoint.WEBHOOK_KEY
                ? Map.of("code", endpoint.authValue())
                : settings(endpoint.authValue());
    }

    /**
     * The pairs in {@code <settings><setting name="..." value="..."/></settings>}.
     *
     * @throws IllegalArgumentException when the text is not so
     */
    static Map<String, String> settings(String xml) {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        Map<String, String> pairs = new LinkedHashMap<>();
        try {
            XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(xml));
            reader.nextTag();
            reader.require(XMLStreamConstants.START_ELEMENT, null, "settings");
            while (reader.nextTag() == XMLStreamConstants.START_ELEMENT) {
                reader.require(XMLStreamConstants.START_ELEMENT, null, "setting");
                String name = reader.getAttributeValue(null, "name");
                String value = reader.getAttributeValue(null, "value");
                if (name == null || name.isBlank() || value == null || KEPT_BY_CLIENT.contains(name)) {
                    throw new IllegalArgumentException("each setting needs a name and a value");
                }
                pairs.put(name, value);
                reader.nextTag();
            }
            return pairs;
        } catch (XMLStreamException e) {
            throw new IllegalArgumentException(
                    "authvalue must be <settings><setting name=\"...\" value=\"...\"/></settings>", e);
        }
    }
}
