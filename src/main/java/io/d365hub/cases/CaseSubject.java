package io.d365hub.cases;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;

/** What a file of cases is about: a mapping or a route. */
interface CaseSubject extends AutoCloseable {

    /** Its file. */
    Path about();

    /**
     * Works on the message of a case.
     *
     * @return what was delivered, in its order; nothing when the message was filtered
     * @throws Exception when the message failed
     */
    List<JsonNode> run(Case one) throws Exception;

    /**
     * Tries a case against a Dataverse.
     *
     * @return what was otherwise than expected
     * @throws CasesException when this subject cannot be tried so
     */
    default List<String> tryOut(Case one, TrialCase trial) {
        throw new CasesException(
                one.place() + ": a mapping alone meets no Dataverse. Write 'out' or 'fails' here, and cases with"
                        + " 'expect' beside the route.");
    }

    /**
     * Asks.
     *
     * @return the answer; a missing node when there is none
     * @throws CasesException when this subject answers nothing
     * @throws Exception what the question failed with
     */
    default JsonNode ask(Case one, Question question) throws Exception {
        throw new CasesException(
                one.place() + ": a mapping alone is asked nothing. Write 'out' or 'fails' here, and cases"
                        + " with 'answer' beside the route.");
    }

    @Override
    default void close() {}
}
