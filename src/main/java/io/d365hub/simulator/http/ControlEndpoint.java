package io.d365hub.simulator.http;

import static io.d365hub.simulator.http.ControlJson.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import io.d365hub.simulator.operation.Answer;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** {@code /_simulator/...}: what tests and developers turn. Not part of Dataverse; documented in docs/simulator.md. */
final class ControlEndpoint {

    static final String PREFIX = "/_simulator/";

    private final Map<String, Control> controls = new HashMap<>();
    private final NamedControls named;

    ControlEndpoint(SimulatedService service) {
        controls.putAll(new ServiceControls(service).all());
        controls.putAll(new EnvironmentControls(service).all());
        this.named = new NamedControls(service);
    }

    /** The answer to one request. */
    Answer answer(String method, String path, byte[] body) {
        String what = method + " " + path.substring(PREFIX.length());
        try {
            Control control = controls.get(what);
            return control == null ? named.answer(what, body) : control.answer(body);
        } catch (UnrecognizedPropertyException e) {
            return problem(
                    400, "'" + e.getPropertyName() + "' is not known here; known are " + e.getKnownPropertyIds() + ".");
        } catch (ValueInstantiationException e) {
            // A value that refuses what it is made of says why; Jackson's words around it name our classes.
            return problem(
                    400,
                    e.getCause() == null ? e.getOriginalMessage() : e.getCause().getMessage());
        } catch (JsonProcessingException e) {
            return problem(400, e.getOriginalMessage());
        } catch (IllegalArgumentException e) {
            return problem(400, e.getMessage());
        } catch (IOException e) {
            return problem(400, "The body could not be read.");
        }
    }
}
