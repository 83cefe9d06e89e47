package io.d365hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.d365hub.DocumentedHub.Answer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A block of commands of a page, or one command of a line, as a reader types it: with values for what stands for something else, after what
 * has to be done before. Built once, not changed afterwards.
 */
final class DocumentedStep {

    /** What differs each time: ids, times, and what the page leaves out. */
    private static final Pattern ANY = Pattern.compile(
            "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z|\\w*\\.\\.\\.|https?://[\\w.]+");

    /** Gives a value when the step is run. */
    interface Value {
        String in(DocumentedHub hub) throws Exception;
    }

    /** Does or holds something. */
    interface Act {
        void on(DocumentedHub hub, Answer answer) throws Exception;
    }

    private final String shown;
    private final Map<String, Value> values = new LinkedHashMap<>();
    private final List<Act> before = new ArrayList<>();
    private final List<Act> after = new ArrayList<>();
    private final List<String> failing = new ArrayList<>();
    private final List<String> optional = new ArrayList<>();
    private final List<String> outputs = new ArrayList<>();

    private DocumentedStep(String shown) {
        this.shown = shown;
    }

    /** @param shown the first line of a block, without comment, or the command of a line, as the page has it */
    static DocumentedStep of(String shown) {
        return new DocumentedStep(shown);
    }

    String shown() {
        return shown;
    }

    /** What a reader writes instead of a word of the page. */
    DocumentedStep with(String word, Value value) {
        values.put(word, value);
        return this;
    }

    DocumentedStep with(String word, String value) {
        return with(word, hub -> value);
    }

    DocumentedStep before(Act act) {
        before.add(act);
        return this;
    }

    DocumentedStep after(Act act) {
        after.add(act);
        return this;
    }

    /** A command that says by its exit code that it has found something: how its failure begins, e.g. {@code 1: ./hub batch}. */
    DocumentedStep finding(String failure) {
        failing.add(failure);
        return this;
    }

    /** The same where it depends on how quick something else is. */
    DocumentedStep mayFind(String failure) {
        optional.add(failure);
        return this;
    }

    /** Its output is what the page shows in a block, by page and first line. */
    DocumentedStep prints(String output) {
        outputs.add(output);
        return after((hub, answer) -> assertPrinted(output, answer.out()));
    }

    /** What a command beside it prints is what the page shows in a block. */
    DocumentedStep printsAfter(String command, String output) {
        outputs.add(output);
        return after((hub, answer) -> assertPrinted(output, hub.run(command).out()));
    }

    /** The blocks of output that it is held against. */
    List<String> outputs() {
        return outputs;
    }

    private static String shown(String output) {
        return DocumentationPages.blocks()
                .filter(block -> block.language().equals("output"))
                .filter(block -> (block.page() + ": " + block.text()).startsWith(output))
                .findFirst()
                .orElseThrow(() -> new AssertionError("No page has the output '" + output + "'"))
                .text();
    }

    /** Line by line in this order, with other ids and times, anything for {@code ...}, and further lines in between. */
    static void assertPrinted(String output, String printed) {
        String shown = shown(output);
        String pattern = shown.lines().map(DocumentedStep::pattern).collect(Collectors.joining(".*?"));
        assertThat(isIn(printed, pattern))
                .as("%s%n--- is on the page, and printed was ---%n%s", shown, printed)
                .isTrue();
    }

    /** The same for lines of things that happen side by side. */
    static void assertPrintedInAnyOrder(String output, String printed) {
        assertThat(shown(output).lines()).allSatisfy(line -> assertThat(isIn(printed, pattern(line)))
                .as("%s%n--- is on the page, and printed was ---%n%s", line, printed)
                .isTrue());
    }

    private static String pattern(String line) {
        return Stream.of(ANY.split(line.replaceAll("\\s", ""), -1))
                .map(Pattern::quote)
                .collect(Collectors.joining(".*?"));
    }

    private static boolean isIn(String printed, String pattern) {
        return Pattern.compile(pattern, Pattern.DOTALL)
                .matcher(printed.replaceAll("\\s", ""))
                .find();
    }

    /** Whether these are the failures that belong to it. */
    void assertFailures(List<String> failed, String said) {
        List<String> others = failed.stream()
                .filter(failure -> optional.stream().noneMatch(failure::startsWith))
                .toList();
        assertThat(others).as(said).hasSameSizeAs(failing).allSatisfy(failure -> assertThat(failing)
                .anyMatch(failure::startsWith));
    }

    Answer run(DocumentedHub hub, String text) throws Exception {
        for (Act act : before) {
            act.on(hub, null);
        }
        String typed = text;
        for (Map.Entry<String, Value> value : values.entrySet()) {
            typed = typed.replace(value.getKey(), value.getValue().in(hub));
        }
        Answer answer = hub.run(typed);
        for (Act act : after) {
            act.on(hub, answer);
        }
        return answer;
    }

    @Override
    public String toString() {
        return shown;
    }
}
