package io.d365hub.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.d365hub.access.Role;
import io.d365hub.access.User;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import java.lang.reflect.Constructor;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * All addresses of the admin API, of all resources that there are in the program, so that no new one is forgotten. What they would
 * look into is not there: who gets past the door meets an error, who does not is refused.
 */
@Timeout(120)
class AdminApiScopeTest {

    private static final String ID = "0fa1c2d3-4e5f-4a6b-8c7d-9e0f1a2b3c4d";
    private static final String EVERYWHERE = "Bearer everywhere";
    private static final String SOMEWHERE = "Bearer somewhere";

    /** All others show each person that person's part; {@code AdminScopeJourneyTest} looks at it. */
    private static final Set<String> WHOLE_HUB = Set.of(
            "POST /admin/backups",
            "POST /admin/dead-letters/import",
            "POST /admin/webhooks",
            "GET /admin/dataverse/registration",
            "POST /admin/dataverse/registration",
            "POST /admin/dataverse/unregistration",
            "POST /admin/dataverse/reconciliation");

    private static final Vertx vertx = Vertx.vertx();
    private static final HttpClient client = HttpClient.newHttpClient();
    private static HttpServer server;
    private static Router router;

    @BeforeAll
    static void allResources() throws Exception {
        router = Router.router(vertx);
        AdminApi api = new AdminApi(router, AdminApiScopeTest::caller);
        for (JavaClass resources : new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("io.d365hub.console")
                        .stream()
                        .filter(type -> type.isAssignableTo(AdminResources.class) && !type.isInterface())
                        .toList()) {
            api.with(empty(resources.reflect()));
        }
        server = vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(60, TimeUnit.SECONDS);
    }

    @AfterAll
    static void stop() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    private static Optional<Caller> caller(String authorization) {
        String integrations = EVERYWHERE.equals(authorization) ? User.ALL_INTEGRATIONS : "members";
        return Optional.of(Caller.of(new User("mia", Role.ADMINISTRATOR, Set.of(integrations), true)));
    }

    private static AdminResources empty(Class<?> type) throws ReflectiveOperationException {
        Constructor<?> constructor = type.getDeclaredConstructors()[0];
        constructor.setAccessible(true);
        return (AdminResources) constructor.newInstance(nothing(constructor));
    }

    /** For each parameter nothing, or a record of nothing. */
    private static Object[] nothing(Constructor<?> constructor) throws ReflectiveOperationException {
        Object[] arguments = new Object[constructor.getParameterCount()];
        for (int i = 0; i < arguments.length; i++) {
            Class<?> type = constructor.getParameterTypes()[i];
            if (type.isRecord()) {
                Constructor<?> bare = type.getDeclaredConstructors()[0];
                bare.setAccessible(true);
                arguments[i] = bare.newInstance(nothing(bare));
            }
        }
        return arguments;
    }

    /** Method and address of all that is there. */
    private static List<String> addresses() {
        List<String> found = new ArrayList<>();
        // What is mounted on all of "/admin/" reads bodies and is no resource.
        for (Route route : router.getRoutes()) {
            if (route.methods() != null && !route.getName().equals("/admin/")) {
                for (HttpMethod method : route.methods()) {
                    found.add(method + " " + route.getName().replaceAll(":[A-Za-z]+", ID));
                }
            }
        }
        return found;
    }

    private static HttpResponse<String> ask(String address, String token) throws Exception {
        String[] parts = address.split(" ", 2);
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.actualPort() + parts[1]))
                        .header("Authorization", token)
                        .method(parts[0], BodyPublishers.ofString(parts[0].equals("POST") ? "{}" : ""))
                        .build(),
                BodyHandlers.ofString());
    }

    @Test
    void whoHasSomeIntegrationsOnlyIsRefusedWhatIsAboutTheWholeHubAndNothingElse() throws Exception {
        // Then
        assertThat(addresses()).hasSizeGreaterThan(40).containsAll(WHOLE_HUB);
        for (String address : addresses()) {
            HttpResponse<String> answer = ask(address, SOMEWHERE);
            if (WHOLE_HUB.contains(address)) {
                assertThat(answer.statusCode()).as(address).isEqualTo(403);
                assertThat(answer.body()).as(address).contains("some integrations only are open to mia");
            } else {
                assertThat(answer.statusCode()).as(address).isNotIn(401, 403);
            }
        }
    }

    @Test
    void whoHasAllIntegrationsIsRefusedAtNoAddress() throws Exception {
        for (String address : addresses()) {
            assertThat(ask(address, EVERYWHERE).statusCode()).as(address).isNotIn(401, 403);
        }
    }
}
