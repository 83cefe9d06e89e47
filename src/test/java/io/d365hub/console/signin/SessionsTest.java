package io.d365hub.console.signin;

import static org.assertj.core.api.Assertions.assertThat;

import io.d365hub.access.PasswordHash;
import io.d365hub.access.Role;
import io.d365hub.access.User;
import io.d365hub.access.UserEntries;
import io.d365hub.access.Users;
import io.d365hub.console.signin.Session.Origin;
import io.d365hub.database.HubDatabase;
import io.d365hub.database.TestDatabases;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SessionsTest {

    private static final Duration IDLE = Duration.ofMinutes(30);
    private static final Duration LONGEST = Duration.ofHours(12);
    private static final User ANNA = new User("anna", Role.OPERATOR, Set.of("orders", "contacts"), true);

    @TempDir
    Path folder;

    private Instant now = Instant.parse("2026-01-05T03:00:00Z");

    private Sessions sessions(HubDatabase database) {
        return new Sessions(database, () -> now, this::users, IDLE, LONGEST);
    }

    private Users users() {
        try {
            return Users.read(folder.resolve("users"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HubDatabase open(TestDatabases kind) throws IOException {
        setPassword("correct horse battery");
        return HubDatabase.open(kind.settings(folder.resolve("database")));
    }

    private void setPassword(String password) throws IOException {
        new UserEntries(folder.resolve("users")).put(ANNA, PasswordHash.of(password, new SecureRandom()));
    }

    @ParameterizedTest
    @EnumSource
    void everyHubOfTheDatabaseKnowsASession(TestDatabases kind) throws IOException {
        try (HubDatabase database = open(kind)) {
            // Given
            Session begun = sessions(database).begin(ANNA, Origin.OPENID, Optional.empty());

            // When
            Session found = sessions(database).find(begun.token(), true).orElseThrow();

            // Then
            assertThat(found.user()).isEqualTo(ANNA);
            assertThat(found.formToken()).isEqualTo(begun.formToken());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSessionThatNobodyUsesEndsAlsoWhenItsPageRefreshesItself(TestDatabases kind) throws IOException {
        try (HubDatabase database = open(kind)) {
            // Given
            Sessions sessions = sessions(database);
            String token = sessions.begin(ANNA, Origin.LOCAL, Optional.empty()).token();

            // When
            now = now.plus(IDLE.minusMinutes(1));
            boolean beforeItsEnd = sessions.find(token, false).isPresent();
            now = now.plus(Duration.ofMinutes(1));

            // Then
            assertThat(beforeItsEnd).isTrue();
            assertThat(sessions.find(token, true)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSessionThatIsUsedGoesOnUntilItsLongestTime(TestDatabases kind) throws IOException {
        try (HubDatabase database = open(kind)) {
            // Given
            Sessions sessions = sessions(database);
            String token = sessions.begin(ANNA, Origin.LOCAL, Optional.empty()).token();
            Instant end = now.plus(LONGEST);

            // When
            while (now.isBefore(end)) {
                assertThat(sessions.find(token, true)).as(now.toString()).isPresent();
                now = now.plus(IDLE.dividedBy(2));
            }

            // Then
            assertThat(sessions.find(token, true)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void anotherPasswordEndsTheSessionsOfItsUser(TestDatabases kind) throws IOException {
        try (HubDatabase database = open(kind)) {
            // Given
            Sessions sessions = sessions(database);
            String token = sessions.begin(ANNA, Origin.LOCAL, Optional.empty()).token();

            // When
            setPassword("another horse battery");

            // Then
            assertThat(sessions.find(token, true)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aNewSignInEndsTheSessionThatTheBrowserHad(TestDatabases kind) throws IOException {
        try (HubDatabase database = open(kind)) {
            // Given
            Sessions sessions = sessions(database);
            String first = sessions.begin(ANNA, Origin.LOCAL, Optional.empty()).token();

            // When
            String second =
                    sessions.begin(ANNA, Origin.LOCAL, Optional.of(first)).token();

            // Then
            assertThat(sessions.find(first, true)).isEmpty();
            assertThat(sessions.find(second, true)).isPresent();
        }
    }

    @ParameterizedTest
    @EnumSource
    void theDatabaseHasNoToken(TestDatabases kind) throws IOException {
        try (HubDatabase database = open(kind)) {
            // When
            Session begun = sessions(database).begin(ANNA, Origin.LOCAL, Optional.empty());

            // Then
            String row = database.jdbi().withHandle(handle -> handle.createQuery("select * from console_session")
                    .mapToMap()
                    .one()
                    .toString());
            assertThat(row).contains("anna").doesNotContain(begun.token(), begun.formToken());
        }
    }

    @ParameterizedTest
    @EnumSource
    void endedSessionsAreForgotten(TestDatabases kind) throws IOException {
        try (HubDatabase database = open(kind)) {
            // Given
            Sessions sessions = sessions(database);
            sessions.begin(ANNA, Origin.LOCAL, Optional.empty());
            now = now.plus(IDLE);
            sessions.begin(ANNA, Origin.LOCAL, Optional.empty());

            // When
            sessions.prune();

            // Then
            long left = database.jdbi().withHandle(handle -> handle.createQuery("select count(*) from console_session")
                    .mapTo(Long.class)
                    .one());
            assertThat(left).isEqualTo(1);
        }
    }
}
