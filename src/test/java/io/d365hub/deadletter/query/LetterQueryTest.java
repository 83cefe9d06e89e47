package io.d365hub.deadletter.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.d365hub.deadletter.query.Expression.And;
import io.d365hub.deadletter.query.Expression.Between;
import io.d365hub.deadletter.query.Expression.Is;
import io.d365hub.deadletter.query.Expression.Not;
import io.d365hub.deadletter.query.Expression.Or;
import io.d365hub.deadletter.query.Expression.Payload;
import io.d365hub.deadletter.query.Expression.StartsWith;
import io.d365hub.deadletter.query.Expression.Text;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LetterQueryTest {

    private static final Instant NOW = Instant.parse("2026-01-05T08:00:00Z");
    private static final Is REFUSED = new Is(Field.KIND, "REFUSED");
    private static final Is CODE = new Is(Field.CODE, "0x80040237");
    private static final Is OPEN = new Is(Field.STATE, "OPEN");

    private static LetterQuery parse(String text) {
        return LetterQuery.parse(text, NOW, Set.of("order", "customer"));
    }

    static Stream<Arguments> understood() {
        return Stream.of(
                Arguments.of("kind:refused and code:0x80040237", new And(List.of(REFUSED, CODE))),
                Arguments.of("kind:REFUSED code=0X80040237", new And(List.of(REFUSED, CODE))),
                Arguments.of(
                        "kind:REFUSED or code:0x80040237 and state:open",
                        new Or(List.of(REFUSED, new And(List.of(CODE, OPEN))))),
                Arguments.of(
                        "(kind:REFUSED or code:0x80040237) and state:open",
                        new And(List.of(new Or(List.of(REFUSED, CODE)), OPEN))),
                Arguments.of("NOT not kind:REFUSED", new Not(new Not(REFUSED))),
                Arguments.of("not (kind:REFUSED)and(state:open)", new And(List.of(new Not(REFUSED), OPEN))),
                Arguments.of("kind!=REFUSED", new Not(REFUSED)),
                Arguments.of("integration:web*", new StartsWith(Field.INTEGRATION, "web")),
                Arguments.of("table:\"web*\"", new Is(Field.TABLE, "web*")),
                Arguments.of("key:'order \\'1001\\' (b)'", new Is(Field.KEY, "order '1001' (b)")),
                Arguments.of("payload.order:1001", new Payload("order", "1001", false)),
                Arguments.of("payload.customer:ann*", new Payload("customer", "ann", true)),
                Arguments.of("text:\"Account A-17 does\"", new Text(List.of("account", "a", "17", "does"), false)),
                Arguments.of("timeout*", new Text(List.of("timeout"), true)),
                Arguments.of("android orders", new And(List.of(words("android"), words("orders")))),
                Arguments.of("", new And(List.of())));
    }

    private static Text words(String word) {
        return new Text(List.of(word), false);
    }

    @ParameterizedTest
    @MethodSource
    void understood(String text, Expression expected) {
        // When, then
        assertThat(parse(text).expression()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "died>=2026-01-04, 2026-01-04T00:00:00Z, -",
                "died>2026-01-04, 2026-01-05T00:00:00Z, -",
                "died:2026-01-04, 2026-01-04T00:00:00Z, 2026-01-05T00:00:00Z",
                "time<2026-01-04T10:30, -, 2026-01-04T10:30:00Z",
                "died <= 2026-01-04T10:30+02:00, -, 2026-01-04T08:30:00.001Z",
                "died:yesterday, 2026-01-04T00:00:00Z, 2026-01-05T00:00:00Z",
                "died>=-90m, 2026-01-05T06:30:00Z, -",
                "age<2h, 2026-01-05T06:00:00Z, -",
                "age>1w, -, 2025-12-29T08:00:00Z",
            })
    void timesAreReckonedWhenTheQueryIsRead(String text, Instant from, Instant before) {
        // When, then
        assertThat(parse(text).expression())
                .isEqualTo(new Between(Field.DIED, Optional.ofNullable(from), Optional.ofNullable(before)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "kind:VALIDATION | 6 | there is no kind 'VALIDATION' | It is one of THROTTLED",
                "kind:REFUSED and kint:x | 18 | there is no field 'kint' | Did you mean 'kind'?",
                "state:opened | 7 | there is no state 'opened' | Did you mean 'OPEN'?",
                "payload.ordre:1 | 1 | no integration declares a payload field 'ordre' | Did you mean 'order'?",
                "(kind:REFUSED | 1 | not closed | ')'",
                "kind:REFUSED) | 13 | never opened | Take it away",
                "kind:REFUSED and | 17 | missing at the end | kind:REFUSED",
                "kind: | 6 | 'kind' has no value | Write the value",
                "text:\"never ends | 6 | quotation mark is not closed | another \"",
                "died>soon | 6 | 'soon' is no time | 2026-01-05T08:30",
                "died:2026-02-30 | 6 | is no time | today",
                "age<many | 5 | no length of time | 15m",
                "age:2h | 5 | compared with '<' or '>' | age<2h",
                "code>5 | 5 | compares times only | ':'",
                "cause:17 | 7 | '17' is no id | whole id",
                "key:ab* | 5 | as a whole only | quotation marks",
                "text:--- | 6 | no word to search for | letters or digits",
                "http://a.b/c | 1 | there is no field 'http' | quotation marks",
                "() | 2 | no word to search for | letters",
            })
    void whatIsNotUnderstoodIsToldWithPlaceReasonAndRemedy(String text, int position, String why, String mend) {
        // When
        QuerySyntaxException wrong = catchThrowableOfType(QuerySyntaxException.class, () -> parse(text));
        // Then
        assertThat(wrong).isNotNull();
        assertThat(wrong.position()).isEqualTo(position);
        assertThat(wrong.why()).contains(why);
        assertThat(wrong.mend()).contains(mend);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "kind:REFUSED (code:0x8* or not state:open) | kind:REFUSED and (code:0x8* or not state:OPEN)",
                "key:anna@secret.example | key:...",
                "payload.customer:anna* or anna | payload.customer:... or text:...",
                "died>=2026-01-04 age<2h | died>=2026-01-04T00:00:00Z and died>=2026-01-05T06:00:00Z",
                "not (died:2026-01-04) | not (died>=2026-01-04T00:00:00Z and died<2026-01-05T00:00:00Z)",
            })
    void theOutlineOfAQueryHasNothingPersonal(String text, String outline) {
        // When, then
        assertThat(parse(text).outline()).isEqualTo(outline);
    }

    @Test
    void theExcerptPointsAtThePlace() {
        // When
        QuerySyntaxException wrong = catchThrowableOfType(
                QuerySyntaxException.class, () -> parse("integration:webshop-orders and kind:REFUSED and kint:x"));
        // Then
        assertThat(wrong.excerpt()).isEqualTo("p-orders and kind:REFUSED and kint:x\n" + " ".repeat(30) + "^");
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "not ", "kind:REFUSED "})
    void aQueryWithoutEndIsRefusedBeforeItCostsAnything(String part) {
        // When
        QuerySyntaxException wrong =
                catchThrowableOfType(QuerySyntaxException.class, () -> parse(part.repeat(3900 / part.length())));
        // Then
        assertThat(wrong).isNotNull();
    }
}
