package io.d365hub.samples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.schibsted.spt.data.jslt.Expression;
import io.d365hub.mapping.Mappings;
import io.d365hub.mapping.RefusedByMappingException;
import io.d365hub.samples.Dirt.End;
import io.d365hub.samples.SampleOrders.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The sample files are what the generator makes. {@code mvn test -Dtest=SampleFilesTest -Dsamples.write} writes them anew. */
class SampleFilesTest {

    private static final Path ORDERS = Path.of("samples/orders.ndjson");
    private static final Path ORDER = Path.of("samples/order.json");
    private static final Path CONTACTS = Path.of("samples/contacts.ndjson");

    @Test
    void theOrdersAreThoseOfTheGenerator() throws IOException {
        // When
        String made = lines(SampleOrders.all().stream().map(Sample::order).toList());
        // Then
        assertIsContentOf(ORDERS, made);
    }

    @Test
    void theSingleOrderIsTheFirstOneOfThemWithACustomer() throws IOException {
        // When
        JsonNode order = SampleOrders.all().stream()
                .filter(sample -> sample.dirt().isEmpty())
                .map(Sample::order)
                .filter(candidate -> candidate.path("customer").isObject())
                .findFirst()
                .orElseThrow();
        // Then
        assertIsContentOf(ORDER, order.toPrettyString() + "\n");
    }

    @Test
    void theContactsAreThoseOfTheGenerator() throws IOException {
        // When
        String made = lines(SampleMembers.all());
        // Then
        assertIsContentOf(CONTACTS, made);
    }

    @Test
    void theMappingRefusesTheOrdersThatItShouldAndNoOthers() throws IOException {
        // Given
        Expression mapping = Mappings.compile(Path.of("transformations/shopify-order-to-salesorder.jslt"));
        // When
        Map<Dirt, Set<Boolean>> refused = new EnumMap<>(Dirt.class);
        Set<Boolean> cleanRefused = new HashSet<>();
        for (Sample sample : SampleOrders.all()) {
            boolean refusal = refuses(mapping, sample.order());
            sample.dirt()
                    .ifPresentOrElse(
                            dirt -> refused.computeIfAbsent(dirt, any -> new HashSet<>())
                                    .add(refusal),
                            () -> cleanRefused.add(refusal));
        }
        // Then
        assertThat(cleanRefused).containsExactly(false);
        assertThat(refused)
                .allSatisfy((dirt, refusals) ->
                        assertThat(refusals).as("refused by the mapping").containsExactly(dirt.end() != End.DATAVERSE));
    }

    @Test
    void neverMoreThanAFewEqualMistakesComeInARow() {
        // When
        int longest = 0;
        int row = 0;
        for (Sample sample : SampleOrders.all()) {
            row = sample.dirt().isPresent() ? row + 1 : 0;
            longest = Math.max(longest, row);
        }
        // Then: twenty in a row would suspend the integration
        assertThat(longest).isLessThan(5);
    }

    private static boolean refuses(Expression mapping, JsonNode order) throws IOException {
        try {
            Mappings.apply(mapping, order.toString());
            return false;
        } catch (RefusedByMappingException e) {
            return true;
        }
    }

    private static String lines(List<? extends JsonNode> nodes) {
        return nodes.stream().map(node -> node + "\n").collect(Collectors.joining());
    }

    private static void assertIsContentOf(Path file, String made) throws IOException {
        if (System.getProperty("samples.write") != null) {
            Files.writeString(file, made);
        }
        assertThat(Files.readString(file)).as(file.toString()).isEqualTo(made);
    }
}
