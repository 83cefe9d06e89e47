package io.d365hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.d365hub.check.TargetTables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code ./hub check}, and a reload before it replaces anything, find in the options of batches. */
class BatchDoorsTest {

    @TempDir
    Path home;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "recordKey: number | Option 'recordKey' of batch 'prices'",
                "recordKey: /number, cron: 0 61 2 * * ? | Batch 'prices' has cron=0 61 2 * * ?",
                "recordKey: /number, cron: 0 0 2 * * ?, timeZone: Europe/Zurch | Option 'timeZone' of batch 'prices'",
                "recordKey: /number, interval: soon | Option 'interval' of batch 'prices'",
                "recordKey: /number, rejectShare: 20 | Option 'rejectShare' of batch 'prices'",
                "recordKey: /number, chunk: 0 | Option 'chunk' of batch 'prices'",
                "recordKey: /number, after: prices | Option 'after' of batch 'prices'"
            })
    void anOptionThatCannotBeIsFoundBeforeAnythingRuns(String options, String told) throws IOException {
        // Given
        Files.createDirectories(home.resolve("routes"));
        Files.writeString(home.resolve("routes/prices.camel.yaml"), """
                - route:
                    id: prices
                    from:
                      uri: batch-sql:prices
                      parameters:
                        dataSource: shop
                        table: prices
                        key: number
                        %s
                      steps:
                        - log: hello
                """.formatted(options.replace(", ", "\n        ")));
        // When
        var findings = new RouteCheck(home, Path.of("routes")).thorough(Map.of(), TargetTables.none());
        // Then
        assertThat(findings)
                .singleElement()
                .extracting(Object::toString)
                .asString()
                .contains(told);
    }

    @Test
    void aBatchThatIsNotThereToComeAfterIsFoundWithTheNearestOne() throws IOException {
        // Given
        Files.createDirectories(home.resolve("routes"));
        for (String batch : List.of("accounts", "contacts")) {
            Files.writeString(home.resolve("routes/" + batch + ".camel.yaml"), """
                    - route:
                        id: %s
                        from:
                          uri: batch-sql:%s
                          parameters: {dataSource: shop, table: rows, recordKey: /id%s}
                          steps:
                            - log: hello
                    """.formatted(
                            batch, batch, batch.equals("contacts") ? ", after: acounts" : ""));
        }
        // When
        var findings = new RouteCheck(home, Path.of("routes")).thorough(Map.of(), TargetTables.none());
        // Then
        assertThat(findings)
                .singleElement()
                .extracting(Object::toString)
                .asString()
                .startsWith("routes/contacts.camel.yaml:5:")
                .contains("There is no batch 'acounts' to come after.", "Did you mean 'accounts'?");
    }
}
