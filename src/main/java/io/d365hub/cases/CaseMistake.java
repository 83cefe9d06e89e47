package io.d365hub.cases;

import java.nio.file.Path;

/**
 * Why a case, or a whole file of cases, cannot be run.
 *
 * @param line from 1; 0 when it is the file as a whole
 * @param column from 1; 0 when it is the file as a whole
 * @param why a sentence that names the part as it is written and says what may stand there
 */
public record CaseMistake(int line, int column, String why) {

    /** With the place as editors and terminals understand it. */
    String in(Path file) {
        return (line == 0 ? file + ": " : "%s:%d:%d: ".formatted(file, line, column)) + why;
    }
}
