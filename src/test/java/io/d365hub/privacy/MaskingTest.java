package io.d365hub.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MaskingTest {

    private static final Masking MASKING =
            new Masking(new ColumnClasses(List.of("*email*", "lastName", "address"), List.of("emailCount"), false));

    @ParameterizedTest
    @CsvSource({"email,true", "EMailAddress1,true", "lastname,true", "lastName2,false", "emailCount,false", "id,false"})
    void aColumnIsPersonalByItsName(String column, boolean personal) {
        assertThat(MASKING.isPersonal(column)).isEqualTo(personal);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
        accounts(accountnumber='A-1')                         | accounts(accountnumber='A-1')
        contacts(emailaddress='a@b.example',company=7)        | contacts(emailaddress=\u2022\u2022\u2022\u2022\u2022,company=7)
        contacts(company=7,lastname='O''Neil, (x)=1')         | contacts(company=7,lastname=\u2022\u2022\u2022\u2022\u2022)
        contacts(lastname='Zzyzx') and 3 more                 | contacts(lastname=\u2022\u2022\u2022\u2022\u2022) and 3 more
        contacts(8f14e45f-ceea-467f-9c2b-1d1f3b0d9a11)        | contacts(8f14e45f-ceea-467f-9c2b-1d1f3b0d9a11)
        contacts(lastname='Zzyzx                              | \u2022\u2022\u2022\u2022\u2022
        Zzyzx                                                 | \u2022\u2022\u2022\u2022\u2022
        """)
    void theNameOfARowKeepsWhatIsNotPersonal(String name, String shown) {
        assertThat(MASKING.row(name)).isEqualTo(shown);
    }

    @Test
    void theNameOfARowKeepsNoKeyWhereRecordKeysArePersonal() {
        // Given
        Masking masking = new Masking(new ColumnClasses(List.of("recordKey"), List.of(), false));

        // Then
        assertThat(masking.row("accounts(accountnumber='A-1')")).doesNotContain("A-1");
    }

    @Test
    void theNameOfAHostileRowIsMaskedInNoTime() {
        // Given
        String hostile = "t(" + "a='".repeat(5_000);

        // Then
        assertThat(MASKING.row(hostile)).isEqualTo(Masking.MASK);
    }

    @Test
    void aColumnThatNobodyClassifiedIsMaskedWhereThatIsAsked() {
        // Given
        Masking strict = new Masking(new ColumnClasses(List.of(), List.of("id"), true));

        // Then
        assertThat(shown(strict, "{\"id\":7,\"shoeSize\":44}")).contains("7").doesNotContain("44");
    }

    @Test
    void aNameWrittenWithUnderscoresIsFoundByTheNameWithoutThem() {
        // Given
        Masking masking = new Masking(new ColumnClasses(List.of("lastname"), List.of(), false));

        // Then
        assertThat(shown(masking, "{\"last_name\":\"Zzyzx\",\"city\":\"Oulu\"}"))
                .contains("Oulu")
                .doesNotContain("Zzyzx");
    }

    @Test
    void everythingBelowAPersonalMemberIsMasked() {
        // When
        String shown = shown(MASKING, "{\"address\":{\"street\":\"Zzyzx\",\"lines\":[\"Zzyzx\",31337]},\"id\":1}");

        // Then
        assertThat(shown).contains("street", "\"id\": 1").doesNotContain("Zzyzx", "31337");
    }

    @Test
    void aPersonalMemberOfARowInAListIsMasked() {
        assertThat(shown(MASKING, "{\"rows\":[{\"lastName\":\"Zzyzx\",\"n\":1.10}]}"))
                .contains("1.10")
                .doesNotContain("Zzyzx");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Zzyzx", "{\"id\":\"Zzyzx\"", "\"Zzyzx\"", "[1", "Zzyzx;a@b.example"})
    void whatHasNoColumnsIsNotShownAtAll(String body) {
        assertThat(shown(MASKING, body)).doesNotContain("Zzyzx");
    }

    @Test
    void bytesAreNotShownEvenWhenRevealed() {
        MaskedMessage shown = MASKING.body(new byte[] {(byte) 0xff, 1, 2}, "application/octet-stream", true);

        assertThat(shown.text()).contains("3 bytes");
    }

    @Test
    void theValuesAreCountedThatAreLeftOut() {
        MaskedMessage shown =
                body(MASKING, "{\"lastName\":\"a\",\"email\":null,\"email2\":\"b\"}", "application/json", false);

        assertThat(shown.masked()).isEqualTo(2);
    }

    @Test
    void aTextAboutTheMessageLosesTheSameValues() {
        MaskedMessage shown = body(MASKING, "{\"lastName\":\"Zzyzx\",\"id\":\"A-1\"}", "application/json", false);

        assertThat(shown.scrub("The row of Zzyzx (A-1) was refused.")).isEqualTo("The row of ••••• (A-1) was refused.");
    }

    @Test
    void aRevealedMessageIsWhole() {
        assertThat(body(MASKING, "{\"lastName\":\"Zzyzx\"}", "application/json", true)
                        .text())
                .contains("Zzyzx");
    }

    @Test
    void elementsAndAttributesAreMaskedByTheirLocalNames() {
        // When
        String shown = body(
                        MASKING,
                        "<c:order xmlns:c=\"urn:c\" email=\"Zzyzx\"><!-- Zzyzx --><c:lastName>Zzyzx</c:lastName><id>7</id></c:order>",
                        "application/xml",
                        false)
                .text();

        // Then
        assertThat(shown).contains("<id>7</id>", "urn:c").doesNotContain("Zzyzx");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<a>Zzyzx", "<!DOCTYPE a [<!ENTITY x \"Zzyzx\">]><a>&x;</a>"})
    void brokenOrHostileXmlIsNotShown(String body) {
        assertThat(body(MASKING, body, "text/xml", false).text()).doesNotContain("Zzyzx");
    }

    @Test
    void aPersonalHeaderIsMasked() {
        assertThat(MASKING.headers(Map.of("X-Email", "Zzyzx", "X-Shop", "berlin"), false))
                .containsEntry("X-Email", Masking.MASK)
                .containsEntry("X-Shop", "berlin");
    }

    private static String shown(Masking masking, String body) {
        return body(masking, body, "application/json", false).text();
    }

    private static MaskedMessage body(Masking masking, String body, String contentType, boolean revealed) {
        return masking.body(body.getBytes(StandardCharsets.UTF_8), contentType, revealed);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "no such plan | no such plan",
                "zoe@secret.example is taken | ••••• is taken",
                "{\"error\":\"taken\",\"email\":\"max@secret.example\"} | { \"error\": \"taken\", \"email\": \"•••••\" }",
                "<r><error>taken</error><email>max@secret.example</email></r> | <r><error>taken</error><email>•••••</email></r>",
                "<html><title>502 Bad Gateway</title> | <html><title>502 Bad Gateway</title>",
                "{\"email\":\"max@secret.exam | (25 characters that have no columns)"
            })
    void anAnswerIsShownWithoutPersonalColumnsAndWithoutWhatTheMessageHides(String answer, String shown) {
        // Given
        MaskedMessage message = MASKING.body(
                "{\"email\":\"zoe@secret.example\"}".getBytes(StandardCharsets.UTF_8), "application/json", false);

        // Then
        assertThat(MASKING.answer(answer, message)).isEqualTo(shown);
    }

    @Test
    void anAnswerToWhatHasNoColumnsIsNotShown() {
        // Given
        MaskedMessage message = MASKING.body("Zoe".getBytes(StandardCharsets.UTF_8), "text/plain", false);

        // Then
        assertThat(MASKING.answer("Zoe is unknown", message)).isEqualTo("(14 characters that have no columns)");
    }
}
