package io.d365hub.virtual.declaration;

import java.nio.file.Path;

/**
 * One thing that is wrong in a declaration.
 *
 * @param file the file, as the reader would name it
 * @param line from 1; 0 when it is the file as a whole
 * @param column from 1; 0 when unknown
 * @param what what is wrong, naming it as it is written
 * @param why why that is wrong
 * @param mend what to do about it
 */
public record Mistake(Path file, int line, int column, String what, String why, String mend) {}
