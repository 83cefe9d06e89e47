package io.d365hub.intake;

import static io.d365hub.intake.SampleIntegrations.json;
import static io.d365hub.intake.SampleIntegrations.xml;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.d365hub.intake.Refusal.Reason;
import io.d365hub.message.Integration;
import io.d365hub.message.Integration.Format;
import java.nio.charset.Charset;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageCheckTest {

    private static final Integration ORDERS = json("orders", "/order/number");

    private final MessageCheck check = new MessageCheck(MessageLimits.defaults());

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/number                | {\"number\":\"A-1\"}                                  | A-1",
                "/number                | {\"number\":1001}                                     | 1001",
                "/number                | {\"number\":-7}                                       | -7",
                "/number                | {\"a\":{\"number\":\"no\"},\"number\":\"yes\"}        | yes",
                "/order/number          | {\"number\":1,\"order\":{\"x\":[{}],\"number\":2}}    | 2",
                "/order/number          | {\"x\":{\"order\":{\"number\":1}},\"order\":{\"number\":2},\"y\":{\"number\":3}} | 2",
                "/lines/1/id            | {\"lines\":[{\"id\":\"a\"},{\"id\":\"b\"},{\"id\":\"c\"}]} | b",
                "/ids/0                 | {\"ids\":[[9],7],\"x\":0}                            | wrong",
                "/ids/1                 | {\"ids\":[[9],7],\"x\":0}                            | 7",
                "/a~1b/c~0d             | {\"a/b\":{\"c~d\":\"slash\"}}                         | slash",
                "/                      | {\"\":\"empty name\"}                                | empty name",
                "/0                     | {\"0\":\"a member, not an element\"}                 | a member, not an element",
                "/name                  | {\"name\":\"M\\u00fcller \\ud83d\\ude00\"}           | Müller \uD83D\uDE00",
            })
    void theRecordKeyIsFoundWhereThePointerLeads(String pointer, String body, String key) throws Exception {
        if (key.equals("wrong")) {
            assertThat(refusal(body, json("orders", pointer)).reason()).isEqualTo(Reason.RECORD_KEY);
        } else {
            assertThat(check.recordKey(body.getBytes(UTF_8), json("orders", pointer)))
                    .isEqualTo(key);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}                                | is missing",
                "{\"order\":{}}                    | is missing",
                "{\"order\":\"number\"}            | is missing",
                "{\"order\":{\"number\":null}}     | is null",
                "{\"order\":{\"number\":\"\"}}     | is empty",
                "{\"order\":{\"number\":\" \"}}    | is empty",
                "{\"order\":{\"number\":1.5}}      | is not a whole number",
                "{\"order\":{\"number\":1e3}}      | is not a whole number",
                "{\"order\":{\"number\":true}}     | is neither a string nor a whole number",
                "{\"order\":{\"number\":{}}}       | is neither a string nor a whole number",
                "{\"order\":{\"number\":[1]}}      | is neither a string nor a whole number",
                "{\"order\":{\"number\":\"\\u0000\"}} | holds a control character",
                "{\"order\":{\"number\":\"\\ud800\"}} | holds half of a surrogate pair",
            })
    void aRecordKeyThatCannotBeUsedIsRefusedByItsPointer(String body, String why) {
        Refusal refusal = refusal(body, ORDERS);

        assertThat(refusal.reason()).isEqualTo(Reason.RECORD_KEY);
        assertThat(refusal.why()).contains("/order/number").contains(why);
    }

    @Test
    void aRecordKeyOf500BytesIsTaken() throws Exception {
        String key = "ü".repeat(250);

        assertThat(check.recordKey(order(key).getBytes(UTF_8), ORDERS)).isEqualTo(key);
    }

    @Test
    void aRecordKeyOf501BytesIsRefused() {
        assertThat(refusal(order("ü".repeat(250) + "x"), ORDERS).why()).contains("501 bytes", "at most 500");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\r\n\t "})
    void anEmptyBodyIsRefused(String body) {
        assertThat(refusal(body, ORDERS).reason()).isEqualTo(Reason.EMPTY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "[{\"order\":{\"number\":1}}]", "\"text\"", "1", "null", "true"})
    void jsonThatIsNoObjectIsRefused(String body) {
        assertThat(refusal(body, ORDERS).reason()).isEqualTo(Reason.NOT_AN_OBJECT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "{\"order\":{\"number\":1}",
                "{\"order\":{\"number\":1",
                "{\"order\":{\"number\":\"1",
                "{\"order\":{\"number\":1}} x",
                "{\"order\":{\"number\":1}}{}",
                "{\"order\":{\"number\":1}},",
                "{\"order\":{\"number\":1}}]",
                "{\"order\":{\"number\":1},}",
                "{\"order\":{\"number\":01}}",
                "{\"order\":{\"number\":1},\"x\":NaN}",
                "{\"order\":{\"number\":1},\"x\":+1}",
                "{\"order\":{\"number\":1},\"x\":.5}",
                "{\"order\":{\"number\":1},'x':1}",
                "{\"order\":{\"number\":1},x:1}",
                "{\"order\":{\"number\":1},\"x\":\"\\q\"}",
                "{\"order\":{\"number\":1},\"x\":\"\n\"}",
                "{\"order\":{\"number\":1} /* note */}",
                "<order/>",
                "order=1",
            })
    void whatIsNotJsonIsRefused(String body) {
        assertThat(refusal(body, ORDERS).reason()).isEqualTo(Reason.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"order\":{\"number\":1},\"order\":{\"number\":2}}",
                "{\"order\":{\"number\":1,\"number\":1}}",
                "{\"order\":{\"number\":1},\"x\":[{\"deep\":1,\"b\":2,\"c\":3,\"deep\":4}]}",
                "{\"order\":{\"number\":1},\"a\":1,\"\\u0061\":2}",
            })
    void aMemberNameThatIsThereTwiceIsRefused(String body) {
        assertThat(refusal(body, ORDERS).why()).contains("two members of one name");
    }

    @Test
    void aRefusalNeverQuotesTheMessage() {
        for (String body : new String[] {
            "{\"order\":{\"number\":1},\"secret\":1,\"secret\":2}",
            "{\"order\":secret}",
            "{\"order\":{\"number\":1}} secret",
            "{\"order\":{\"number\":true},\"x\":\"secret\"}",
            "{\"" + "secret".repeat(200) + "\":1}"
        }) {
            assertThat(refusal(body, ORDERS).toString()).doesNotContain("secret");
        }
    }

    @Test
    void sixtyFourLevelsAreTaken() throws Exception {
        assertThat(check.recordKey(nested(63).getBytes(UTF_8), ORDERS)).isEqualTo("1");
    }

    @ParameterizedTest
    @ValueSource(ints = {64, 10_000, 400_000})
    void moreLevelsAreRefused(int levels) {
        assertThat(refusal(nested(levels), ORDERS).why()).isEqualTo("It is nested deeper than 64 levels.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e400", "-1e400", "1.5E+309", "1e99999999999"})
    void aNumberOutOfRangeIsRefused(String number) {
        assertThat(refusal(withNumber(number), ORDERS).why()).contains("out of range");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e300", "12345678901234567890.1234567890", "-0", "9223372036854775808", "1e-400"})
    void aNumberInRangeIsTaken(String number) throws Exception {
        assertThat(check.recordKey(withNumber(number).getBytes(UTF_8), ORDERS)).isEqualTo("1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"9", "0."})
    void aNumberOfManyDigitsIsRefused(String beginning) {
        assertThat(refusal(withNumber(beginning + "9".repeat(100)), ORDERS).why())
                .isEqualTo("It holds a number of more than 100 characters.");
    }

    @Test
    void aLongMemberNameIsRefused() {
        assertThat(refusal("{\"" + "n".repeat(1_001) + "\":1}", ORDERS).why())
                .isEqualTo("It holds a member name of more than 1000 characters.");
    }

    @Test
    void manyMemberNamesThatCollideInTheParsersTableDoNotStopIt() throws Exception {
        // Given: names whose Java hashes are all equal
        StringBuilder body = new StringBuilder("{\"order\":{\"number\":1}");
        for (int i = 0; i < 1 << 14; i++) {
            body.append(",\"");
            for (int bit = 0; bit < 14; bit++) {
                body.append((i >> bit & 1) == 0 ? "Aa" : "BB");
            }
            body.append("\":0");
        }
        // When
        String key = check.recordKey(body.append('}').toString().getBytes(UTF_8), ORDERS);
        // Then
        assertThat(key).isEqualTo("1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "80", // begins with a continuation
                "c0af", // overlong
                "e080af", // overlong
                "eda080", // a surrogate
                "f5808080", // beyond U+10FFFF
                "f4908080", // beyond U+10FFFF
                "c3", // cut off by what follows
                "fffe",
                "e4", // ä in ISO 8859-1
            })
    void bytesThatAreNotUtf8AreRefused(String hex) {
        byte[] body = ("{\"order\":{\"number\":1},\"x\":\""
                        + new String(HexFormat.of().parseHex(hex), ISO_8859_1) + "\"}")
                .getBytes(ISO_8859_1);

        Refusal refusal = refusal(body, ORDERS);

        assertThat(refusal.reason()).isEqualTo(Reason.ENCODING);
        assertThat(refusal.why()).contains("from byte 27 on");
    }

    @Test
    void aCharacterCutOffAtTheEndIsRefused() {
        byte[] body = {'{', (byte) 0xc3};

        assertThat(refusal(body, ORDERS).reason()).isEqualTo(Reason.ENCODING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
    void otherUnicodeEncodingsAreRefused(String charset) {
        byte[] body = order("1").getBytes(Charset.forName(charset));

        assertThat(refusal(body, ORDERS).reason()).isEqualTo(Reason.ENCODING);
    }

    @Test
    void aByteOrderMarkIsRefused() {
        assertThat(refusal("\ufeff" + order("1"), ORDERS).why()).contains("byte order mark");
    }

    @Test
    void partOfAnArrayIsCheckedAlone() throws Exception {
        byte[] lines = (order("1") + "\n" + order("2") + "\n" + order("3")).getBytes(UTF_8);
        int length = order("1").length();

        assertThat(check.recordKey(lines, length + 1, length, ORDERS)).isEqualTo("2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "order", "#/order", "/a~", "/a~2", "/a/~/b"})
    void whatIsNoPointerIsRefusedBeforeAnyMessage(String pointer) {
        assertThatThrownBy(() -> MessageCheck.requireRecordKeyExpression(Format.JSON, pointer))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + pointer + "'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/order/@number              | <order number='A-1'/>                                 | A-1",
                "/order/number               | <order><number> 7 </number></order>                   | 7",
                "/order/number               | <?xml version='1.0' encoding='utf-8'?><order><number>ü</number></order> | ü",
                "/*[local-name()='o']/@n     | <x:o xmlns:x='urn:x' n='5'/>                          | 5",
                "concat(/o/@a, '-', /o/@b)   | <o a='1' b='2'/>                                      | 1-2",
            })
    void theRecordKeyOfXmlIsFoundByXPath(String xpath, String body, String key) throws Exception {
        assertThat(check.recordKey(body.getBytes(UTF_8), xml("orders", xpath))).isEqualTo(key);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "<order>                                                                        | MALFORMED",
                "<order/><order/>                                                               | MALFORMED",
                "{\"order\":1}                                                                  | MALFORMED",
                "<!DOCTYPE order [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><order n='1'>&x;</order> | MALFORMED",
                "<!DOCTYPE order SYSTEM 'http://127.0.0.1:1/x.dtd'><order n='1'/>               | MALFORMED",
                "<order n='1'>&unknown;</order>                                                 | MALFORMED",
                "<?xml version='1.0' encoding='ISO-8859-1'?><order n='1'/>                      | ENCODING",
                "<?xml version='1.0' encoding='UTF-16'?><order n='1'/>                          | ENCODING",
                "<order/>                                                                       | RECORD_KEY",
                "<order n=' '/>                                                                 | RECORD_KEY",
                "` `                                                                            | EMPTY",
            })
    void xmlThatCannotBeUsedIsRefused(String body, Reason reason) {
        assertThat(refusal(body, xml("orders", "/order/@n")).reason()).isEqualTo(reason);
    }

    @Test
    void xmlOf64LevelsIsTaken() throws Exception {
        String body = "<a>".repeat(63) + "<k>1</k>" + "</a>".repeat(63);

        assertThat(check.recordKey(body.getBytes(UTF_8), xml("orders", "//k"))).isEqualTo("1");
    }

    @ParameterizedTest
    @ValueSource(ints = {65, 10_000})
    void xmlOfMoreLevelsIsRefused(int levels) {
        String body = "<a>".repeat(levels) + "</a>".repeat(levels);

        assertThat(refusal(body, xml("orders", "/a")).reason()).isEqualTo(Reason.LIMIT);
    }

    @Test
    void xmlInUtf16IsRefused() {
        assertThat(refusal("<order n='1'/>".getBytes(UTF_16LE), xml("orders", "/order/@n"))
                        .reason())
                .isEqualTo(Reason.ENCODING);
    }

    @Test
    void whatIsNoXPathIsRefusedBeforeAnyMessage() {
        assertThatThrownBy(() -> MessageCheck.requireRecordKeyExpression(Format.XML, "/order["))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'/order['");
    }

    private Refusal refusal(String body, Integration integration) {
        return refusal(body.getBytes(UTF_8), integration);
    }

    private Refusal refusal(byte[] body, Integration integration) {
        return catchThrowableOfType(MessageRefusedException.class, () -> check.recordKey(body, integration))
                .refusal();
    }

    private static String order(String number) {
        return "{\"order\":{\"number\":\"" + number + "\"}}";
    }

    private static String withNumber(String number) {
        return "{\"x\":" + number + ",\"order\":{\"number\":1}}";
    }

    private static String nested(int levels) {
        return "{\"x\":" + "[".repeat(levels) + "]".repeat(levels) + ",\"order\":{\"number\":1}}";
    }
}
