package io.d365hub;

import com.fasterxml.jackson.databind.JsonNode;
import io.d365hub.cases.CasesException;
import io.d365hub.cases.RouteSubject;
import io.d365hub.deadletter.LetterRefusedException;
import io.d365hub.deadletter.Rehearsals;
import io.d365hub.failure.Failure;
import io.d365hub.failure.FailureClassifier;
import io.d365hub.failure.FailureKind;
import io.d365hub.intake.MessageCheck;
import io.d365hub.intake.MessageRefusedException;
import io.d365hub.intake.Refusal;
import io.d365hub.mapping.MappingFailures;
import io.d365hub.message.Integration;
import io.d365hub.message.Integrations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries messages on the routes as their files say today: first what the door would say of the message, then the route itself with
 * stand-ins for its target. A route that cannot be rehearsed, e.g. because it is not in a file of its own, refuses nothing.
 */
final class RouteRehearsals implements Rehearsals {

    private static final Logger LOG = LoggerFactory.getLogger(RouteRehearsals.class);

    private final Integrations integrations;
    private final Path routes;
    private final MessageCheck door;
    private final FailureClassifier classifier = new FailureClassifier(List.of(new MappingFailures()));

    RouteRehearsals(Integrations integrations, Path routes, MessageCheck door) {
        this.integrations = integrations;
        this.routes = routes;
        this.door = door;
    }

    @Override
    public Session open() {
        return new Running();
    }

    private final class Running implements Session {

        private final Map<String, Optional<RouteSubject>> started = new HashMap<>();

        @Override
        public Optional<Failure> refusal(
                String integration, String recordKey, Map<String, String> headers, byte[] body) {
            Optional<Integration> running = integrations.find(integration);
            if (running.isEmpty()) {
                return Optional.of(refused(
                        "Integration '" + integration + "' does not run here.", "Start its route, then try again."));
            }
            Optional<Failure> atDoor =
                    running.get().pushed() ? atDoor(running.get(), recordKey, body) : Optional.empty();
            return atDoor.isPresent() ? atDoor : inRoute(running.get(), headers, body);
        }

        @Override
        public String recordKey(String integration, byte[] body) {
            try {
                return door.recordKey(body, integrations.find(integration).orElseThrow());
            } catch (MessageRefusedException e) {
                Refusal refusal = e.refusal();
                throw new LetterRefusedException(
                        LetterRefusedException.Reason.WRONG, refusal.what(), refusal.why(), refusal.mend());
            }
        }

        @Override
        public Played play(String integration, Map<String, String> headers, byte[] body) {
            Optional<RouteSubject> route = integrations
                    .find(integration)
                    .flatMap(running -> started.computeIfAbsent(integration, name -> start(running)));
            if (route.isEmpty()) {
                throw new LetterRefusedException(
                        LetterRefusedException.Reason.WRONG,
                        "The example was not made.",
                        "The route of '" + integration + "' cannot be rehearsed here.",
                        "Start a hub with the route in a file of its own.");
            }
            try {
                return new Played(
                        Optional.empty(),
                        route.get().play(new String(body, StandardCharsets.UTF_8), headers).stream()
                                .map(JsonNode::toString)
                                .toList());
            } catch (Exception e) {
                return new Played(Optional.of(classifier.classify(e).why()), List.of());
            }
        }

        private Optional<Failure> inRoute(Integration integration, Map<String, String> headers, byte[] body) {
            Optional<RouteSubject> route = started.computeIfAbsent(integration.name(), name -> start(integration));
            if (route.isEmpty()) {
                return Optional.empty();
            }
            try {
                route.get().play(new String(body, StandardCharsets.UTF_8), headers);
                return Optional.empty();
            } catch (Exception e) {
                Failure failure = classifier.classify(e);
                boolean ofTheMessage =
                        failure.kind() == FailureKind.REFUSED || failure.kind() == FailureKind.UNREADABLE;
                return ofTheMessage ? Optional.of(failure) : Optional.empty();
            }
        }

        @Override
        public void close() {
            started.values().forEach(route -> route.ifPresent(RouteSubject::close));
        }
    }

    private Optional<Failure> atDoor(Integration integration, String recordKey, byte[] body) {
        try {
            String key = door.recordKey(body, integration);
            return key.equals(recordKey)
                    ? Optional.empty()
                    : Optional.of(refused(
                            "Its record key is not the one with which it was accepted.",
                            "Leave the record key at " + integration.recordKey()
                                    + " as it is; a message about another record is a new message."));
        } catch (MessageRefusedException e) {
            Refusal refusal = e.refusal();
            return Optional.of(refused(refusal.why(), refusal.mend()));
        }
    }

    private static Failure refused(String why, String mend) {
        return Failure.of(FailureKind.REFUSED, "", "The message would be refused.", why, mend);
    }

    private Optional<RouteSubject> start(Integration integration) {
        try {
            return file(integration).map(route -> RouteSubject.start(route, Map.of()));
        } catch (CasesException e) {
            LOG.warn("The route of '{}' cannot be rehearsed. {}", integration.name(), e.getMessage());
            return Optional.empty();
        }
    }

    /** The file whose text declares the integration, by the parameter of a kamelet or by its lane. */
    private Optional<Path> file(Integration integration) {
        Pattern declaration =
                Pattern.compile("(integration:\\s*['\"]?|lane:)" + Pattern.quote(integration.name()) + "(?![\\w.-])");
        try (Stream<Path> files = Files.list(routes.toAbsolutePath())) {
            return files.filter(file -> file.getFileName().toString().endsWith(".camel.yaml"))
                    .sorted()
                    .filter(file -> declaration.matcher(text(file)).find())
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
