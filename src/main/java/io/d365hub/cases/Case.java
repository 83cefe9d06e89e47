package io.d365hub.cases;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * One example of what a mapping or a route does.
 *
 * @param file where it is written
 * @param line where it begins in the file, from 1
 * @param name what it shows, as a sentence
 * @param input the message, as it would be posted
 * @param headers headers that the message brings; only routes see them
 * @param out what must come out, when it must be delivered
 * @param fails words that the failure's sentences must contain, when it must fail
 * @param filtered whether nothing at all must be sent, and that is no failure
 * @param trial what is tried against a Dataverse; empty for a case whose message is only compared with what is sent
 * @param question what the route is asked and has to answer; empty for a route that takes messages
 * @param replies what other systems reply when the route calls them, by endpoint without its options
 * @param mistake why it cannot be run; empty when it is written as a case has to be
 */
public record Case(
        Path file,
        int line,
        String name,
        String input,
        Map<String, String> headers,
        Optional<JsonNode> out,
        Optional<String> fails,
        boolean filtered,
        Optional<TrialCase> trial,
        Optional<Question> question,
        Map<String, JsonNode> replies,
        Optional<CaseMistake> mistake) {

    /** A case that asks nothing, and in which nobody replies. */
    public Case(
            Path file,
            int line,
            String name,
            String input,
            Map<String, String> headers,
            Optional<JsonNode> out,
            Optional<String> fails,
            boolean filtered,
            Optional<TrialCase> trial) {
        this(
                file,
                line,
                name,
                input,
                headers,
                out,
                fails,
                filtered,
                trial,
                Optional.empty(),
                Map.of(),
                Optional.empty());
    }

    /** What stands where a case should: it fails, and the others of its file and of other files are run all the same. */
    static Case unusable(Path file, String name, CaseMistake mistake) {
        return new Case(
                file,
                mistake.line(),
                name,
                "",
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                Optional.of(mistake));
    }

    /** Where it is written, e.g. {@code transformations/a-to-b.cases.yaml:12}. */
    public String place() {
        return file + ":" + line;
    }
}
