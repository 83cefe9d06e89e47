package io.d365hub.failure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunbookTest {

    /** Decimal form: dataverse-web-api.md, section 12.3. */
    @ParameterizedTest
    @ValueSource(strings = {"0x80040217", "0X80040217", "80040217", "-2147220969", " 0x80040217 "})
    void aCodeIsFoundInEachForm(String code) {
        // When, then
        assertThat(Runbook.load().find(code))
                .hasValueSatisfying(hint -> assertThat(hint.name()).isEqualTo("ObjectDoesNotExist"));
    }

    @Test
    void aCodeThatNobodyWroteAboutHasNoHint() {
        // When, then
        assertThat(Runbook.load().find("0x8fffffff")).isEmpty();
    }

    @Test
    void everyHintSaysCauseAndRemedyInSentences() {
        // When
        Runbook runbook = Runbook.load();
        // Then
        assertThat(runbook.codes()).hasSizeGreaterThan(70).allSatisfy(code -> assertThat(runbook.find(code))
                .hasValueSatisfying(hint -> {
                    assertThat(hint.cause()).endsWith(".");
                    assertThat(hint.remedy()).endsWith(".");
                }));
    }
}
