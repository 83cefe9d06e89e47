package io.d365hub.virtual.odata;

import java.util.regex.Pattern;

/**
 * Judges an expression by its text, before it is parsed: the parser calls itself for each level, and a deep text would end
 * its thread.
 */
final class QueryCost {

    /** Spec dataverse-events-and-virtual-tables §8.3: depth 20, 100 terms. */
    static final int DEEPEST = 20;

    static final int MOST_TERMS = 100;
    /** A grid page of 250 rows asks for the names behind its look-ups. */
    static final int LONGEST_LIST = 250;

    private static final Pattern BETWEEN_WORDS = Pattern.compile("\\s+|(?<=-)|(?=-)");

    private QueryCost() {}

    /**
     * Looks at an expression.
     *
     * @param option its name, for the error
     * @throws ODataFault when it is too deep or too long
     */
    static void check(String option, String expression) throws ODataFault {
        int depth = 0;
        int terms = 1;
        int prefixes = 0;
        int commas = 0;
        for (int i = 0; i < expression.length(); i++) {
            char c = expression.charAt(i);
            if (c == '\'') {
                i = endOfText(expression, i);
            } else if (c == '(') {
                if (++depth > DEEPEST) {
                    throw tooCostly(option, "is nested deeper than " + DEEPEST + " levels");
                }
            } else if (c == ')') {
                depth--;
            } else if (c == ',') {
                commas++;
            } else if (c == '-') {
                prefixes++;
            } else if (isWord(expression, i, "and") || isWord(expression, i, "or")) {
                terms++;
            } else if (isWord(expression, i, "not")) {
                prefixes++;
            }
        }
        if (terms > MOST_TERMS || prefixes > 4 * MOST_TERMS + 8 * LONGEST_LIST) {
            throw tooCostly(option, "has more than " + MOST_TERMS + " terms");
        }
        if (commas > LONGEST_LIST + MOST_TERMS) {
            throw tooCostly(option, "lists more than " + LONGEST_LIST + " values");
        }
        chain(option, expression);
    }

    /** {@code not not not...} and {@code ---...} nest without parentheses. */
    private static void chain(String option, String expression) throws ODataFault {
        if (!expression.contains("not") && !expression.contains("-")) {
            return;
        }
        String[] words = BETWEEN_WORDS.split(expression, -1);
        int run = 0;
        for (String word : words) {
            boolean prefix = word.equals("not") || word.equals("-");
            run = prefix ? run + 1 : word.isEmpty() ? run : 0;
            if (run > DEEPEST) {
                throw tooCostly(option, "is nested deeper than " + DEEPEST + " levels");
            }
        }
    }

    static ODataFault tooCostly(String option, String why) {
        return ODataFault.of(400, "QueryTooCostly", option + " " + why + ".", option);
    }

    /** Index of the closing quote, or the last one. */
    private static int endOfText(String expression, int start) {
        int end = expression.indexOf('\'', start + 1);
        return end < 0 ? expression.length() : end;
    }

    private static boolean isWord(String expression, int at, String word) {
        return expression.startsWith(word, at)
                && (at == 0 || !Character.isLetterOrDigit(expression.charAt(at - 1)))
                && (at + word.length() == expression.length()
                        || !Character.isLetterOrDigit(expression.charAt(at + word.length())));
    }
}
