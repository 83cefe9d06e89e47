package io.d365hub.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import net.thisptr.jackson.jq.BuiltinFunctionLoader;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Versions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JqCallsTest {

    @ParameterizedTest
    @CsvSource(
            delimiterString = "=>",
            quoteCharacter = '`',
            value = {
                ".a.b                                         => ``",
                "map(.x) | length                             => map/1 length/0",
                "{length: .n, keys}                           => ``",
                "{(tostring): 1, \"a\": keys}                 => tostring/0 keys/0",
                "\"a \\(length + (1 | floor)) b\"             => length/0 floor/0",
                "`# length\n.a`                               => ``",
                "def f(g; $h): g + $h + h; f(.a; 1)           => ``",
                "def f: 1; f(2)                               => f/1",
                "if .a then empty else error(\"; (\") end     => empty/0 error/1",
                ". as {a: $x, b: [$y]} | $x + $y              => ``",
                "reduce range(0; 10) as $i (0; . + $i)        => range/2",
                "label $out | first(.[] | ., break $out)      => first/1",
                ".[length:]                                   => length/0",
                "@base64 \"x \\(.a)\"                         => @base64/0",
                "$ENV.PATH, $__loc__, .. , .\"a b\"           => ``",
                "try error(\"x\") catch . // not              => error/1 not/0",
            })
    void callsOfAProgram_areFound_andNothingElse(String program, String calls) {
        // When
        List<JqCalls.Call> found = JqCalls.of(program);
        // Then
        assertThat(found.stream().map(JqCalls.Call::signature).collect(Collectors.joining(" ")))
                .isEqualTo(calls);
    }

    /** What jq itself is written in, as far as its library shows it. */
    @Test
    void sampleMapping_callsNothingThatIsNotThere() throws Exception {
        // Given
        Scope known = Scope.newEmptyScope();
        BuiltinFunctionLoader.getInstance().loadFunctions(Versions.JQ_1_6, known);
        // When
        List<String> unknown = JqCalls.of(Files.readString(Path.of("samples/mappings/member-to-contact.jq"))).stream()
                .filter(call -> known.getFunction(call.name(), call.arguments()) == null)
                .map(JqCalls.Call::signature)
                .toList();
        // Then
        assertThat(unknown).isEmpty();
    }
}
