package io.d365hub.mapping.table;

/**
 * Something wrong in a table map.
 *
 * @param line line, from 1
 * @param column column, from 1
 * @param what what is wrong; with the code that Dual-write has for the same, where it has one
 * @param why why that is wrong
 * @param mend what to do about it
 */
public record MapMistake(int line, int column, String what, String why, String mend) {

    @Override
    public String toString() {
        return "line " + line + ": " + what + " " + why + " " + mend;
    }
}
