package io.d365hub.simulator.http;

import static io.d365hub.simulator.http.ControlJson.ok;
import static io.d365hub.simulator.http.ControlJson.problem;
import static io.d365hub.simulator.http.ControlJson.read;

import io.d365hub.simulator.function.CustomApiBehavior;
import io.d365hub.simulator.model.TableDefinition;
import io.d365hub.simulator.operation.Answer;
import io.d365hub.simulator.operation.Privilege;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The controls whose path names a client, a Custom API or a table. */
final class NamedControls {

    private static final Pattern PRIVILEGES = Pattern.compile("PUT clients/([^/]+)/privileges");
    private static final Pattern CLIENT = Pattern.compile("PUT clients/([^/]+)");
    private static final Pattern CUSTOM_API = Pattern.compile("(PUT|DELETE) custom-apis/(.+)");
    private static final Pattern COUNT = Pattern.compile("GET tables/(.+)/count");

    private final SimulatedService service;

    NamedControls(SimulatedService service) {
        this.service = service;
    }

    private record Privileges(Privilege[] missing) {

        Privileges {
            if (missing == null) {
                throw new IllegalArgumentException("'missing' is missing: an array of privileges");
            }
        }
    }

    /**
     * What a client proves itself with.
     *
     * @param secret its secret, or null
     * @param certificate whose key signs its assertions, as PEM, or null
     */
    @SuppressWarnings("UnusedMethod") // read from JSON
    private record Credentials(String secret, String certificate) {

        Credentials {
            if (secret == null && certificate == null) {
                throw new IllegalArgumentException("'secret' is missing, and there is no 'certificate' either");
            }
        }
    }

    /** The answer to a method and path. */
    Answer answer(String what, byte[] body) throws IOException {
        Matcher matcher = PRIVILEGES.matcher(what);
        if (matcher.matches()) {
            return changePrivileges(matcher.group(1), body);
        }
        matcher = CLIENT.matcher(what);
        if (matcher.matches()) {
            return changeClient(matcher.group(1), read(body, Credentials.class));
        }
        matcher = CUSTOM_API.matcher(what);
        if (matcher.matches()) {
            CustomApiBehavior behavior = matcher.group(1).equals("PUT") ? read(body, CustomApiBehavior.class) : null;
            service.web().parser().customApis().behavior(matcher.group(2), behavior);
            return new Answer(204);
        }
        matcher = COUNT.matcher(what);
        if (matcher.matches()) {
            return count(matcher.group(1));
        }
        return problem(404, "The simulator has no control '" + what + "'; docs/simulator.md lists them.");
    }

    private Answer changeClient(String clientId, Credentials credentials) {
        if (credentials.certificate() != null) {
            service.tokens().certificate(clientId, credentials.certificate());
        }
        if (credentials.secret() != null) {
            service.tokens().client(clientId, credentials.secret());
        }
        return new Answer(204);
    }

    /** Takes privileges from a client's user; those that are not named, it has. */
    private Answer changePrivileges(String clientId, byte[] body) throws IOException {
        List<Privilege> missing = List.of(read(body, Privileges.class).missing());
        for (Privilege privilege : Privilege.values()) {
            service.rules().privilege(TokenIssuer.userOf(clientId), privilege, !missing.contains(privilege));
        }
        return ok(new Privileges(missing.toArray(new Privilege[0])));
    }

    private Answer count(String set) throws IOException {
        Optional<TableDefinition> table = service.environment().model().byEntitySet(set);
        return table.isEmpty()
                ? problem(404, "There is no entity set '" + set + "'.")
                : ok(Map.of(
                        "count",
                        service.environment().database().table(table.get()).size()));
    }
}
