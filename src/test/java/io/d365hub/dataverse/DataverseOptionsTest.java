package io.d365hub.dataverse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriParam;
import org.apache.camel.util.StringHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every option, header and operation explains itself and stands on the page that a newcomer reads. */
class DataverseOptionsTest {

    private static final Path PAGE = Path.of("docs/dataverse-component.md");

    static Stream<Field> options() {
        return Stream.of(DataverseConfiguration.class, QueryConfiguration.class, RequestConfiguration.class)
                .flatMap(type -> Arrays.stream(type.getDeclaredFields()))
                .filter(field -> field.isAnnotationPresent(UriParam.class));
    }

    static Stream<Field> headers() {
        return Arrays.stream(DataverseConstants.class.getDeclaredFields())
                // Exchange properties, which the hub sets itself.
                .filter(field -> Modifier.isPublic(field.getModifiers())
                        && !Set.of("REPLAYED", "AWAITED", "BATCH_RUN", "LAST_TABLE", "LAST_ROW", "PLACE")
                                .contains(field.getName()));
    }

    @ParameterizedTest
    @MethodSource("options")
    void anOptionIsDescribedLabelledAndOnThePage(Field option) throws IOException {
        // Given
        UriParam annotation = option.getAnnotation(UriParam.class);
        // When
        String page = Files.readString(PAGE);
        // Then
        assertThat(annotation.description()).hasSizeGreaterThan(20);
        assertThat(annotation.label()).containsAnyOf("producer", "consumer", "common");
        assertThat(page).contains("`" + option.getName() + "`");
    }

    @ParameterizedTest
    @MethodSource("headers")
    void aHeaderIsDescribedAndOnThePage(Field header) throws Exception {
        // Given
        AnnotatedElement element = header;
        // When
        Optional<Metadata> described = Optional.ofNullable(element.getAnnotation(Metadata.class));
        // Then
        assertThat(described.map(Metadata::description)).get().asString().isNotBlank();
        assertThat(Files.readString(PAGE)).contains("`" + header.get(null) + "`");
    }

    @ParameterizedTest
    @EnumSource(DataverseOperation.class)
    void anOperationIsAChoiceOfItsOptionAndOnThePage(DataverseOperation operation) throws Exception {
        // Given
        String name = StringHelper.dashToCamelCase(
                operation.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'));
        // When
        String choices = DataverseConfiguration.class
                .getDeclaredField("operation")
                .getAnnotation(UriParam.class)
                .enums();
        // Then
        assertThat(choices.split(",")).contains(name);
        assertThat(Files.readString(PAGE)).contains("`" + name + "`");
    }

    @Test
    void theSecretIsMarkedAsOne() throws Exception {
        // Given
        Field secret = DataverseOptions.class.getDeclaredField("clientSecret");
        // When
        Metadata metadata = secret.getAnnotation(Metadata.class);
        // Then
        assertThat(metadata.secret()).isTrue();
    }

    @Test
    void aMisspeltOptionStopsTheStartByName() throws Exception {
        // Given
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.start();
            // When
            Throwable refused = org.assertj.core.api.Assertions.catchThrowable(
                    () -> camel.getEndpoint("dataverse:accounts?operation=query&filtre=x"));
            // Then
            assertThat(refused).hasMessageContaining("filtre");
        }
    }
}
