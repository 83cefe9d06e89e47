package io.d365hub.dataverse.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageEndingTest {

    private static Optional<String> next(String page) {
        return PageEnding.next(page.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"value\":[{\"a\":1}],\"@odata.nextLink\":\"https://x/accounts?$skiptoken=%3C1%3E\"}",
                "{\"value\": [ ] ,\r\n \"@odata.nextLink\" : \"https://x/accounts?$skiptoken=%3C1%3E\" \n}\n",
                "{\"@odata.nextLink\":\"https://x/accounts?$skiptoken=%3C1%3E\"}"
            })
    void theLinkAtTheEndIsFound(String page) {
        // When, Then
        assertThat(next(page)).contains("https://x/accounts?$skiptoken=%3C1%3E");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "}",
                "\"}",
                "<html>",
                "{\"@odata.nextLink\":\"n\",\"value\":[]}",
                "{\"value\":[],\"@odata.deltaLink\":\"d\"}",
                "{\"value\":[],\"@odata.nextLink\":\"n",
                "{\"value\":[],\"@odata.nextLink\":\"a\\u0026b\"}",
                "{\"value\":[],\"name\":\"\\\"@odata.nextLink\\\":\\\"n\"}",
                "{\"value\":[],\"x@odata.nextLink\":\"n\"}",
                "{\"value\":[{\"@odata.nextLink\":\"n\"}]}",
                "@odata.nextLink\":\"n\"}"
            })
    void whatOnlyTheWholePageTellsIsNotGuessed(String page) {
        // When, Then
        assertThat(next(page)).isEmpty();
    }

    @Test
    void itIsTheLinkThatThePageTellsToo() {
        // Given
        byte[] page = "{\"value\":[{\"name\":\"\\\"}\"}],\"@odata.nextLink\":\"https://x/ä\"}"
                .getBytes(StandardCharsets.UTF_8);
        // When
        Optional<String> next = PageEnding.next(page);
        // Then
        assertThat(next)
                .isPresent()
                .isEqualTo(RawPage.in(page, "")
                        .orElseThrow()
                        .links(Optional.empty())
                        .next());
    }
}
