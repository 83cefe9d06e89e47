package io.d365hub.check;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The functions that a jq program calls and does not define itself. jq's compiler leaves it to the first message to find out that one does
 * not exist. For programs that compile; one whole program, once.
 */
final class JqCalls {

    /** {@code arguments} is how many there are. */
    record Call(String name, int arguments, int offset) {

        /** As the library writes it. */
        String signature() {
            return name + "/" + arguments;
        }
    }

    private static final Set<String> KEYWORDS = Set.of(
            "if", "then", "elif", "else", "end", "as", "reduce", "foreach", "try", "catch", "label", "break", "and",
            "or", "__loc__", "true", "false", "null");

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*(::[A-Za-z_][A-Za-z0-9_]*)*");
    private static final Pattern FUNCTION_HEAD =
            Pattern.compile("\\s*([A-Za-z_][A-Za-z0-9_]*)\\s*(?:\\(([^)]*)\\))?\\s*:");
    private static final Pattern NUMBER = Pattern.compile("[0-9.]+([eE][+-]?[0-9]+)?");

    private final String text;
    private final List<Call> calls = new ArrayList<>();
    private final Set<String> defined = new HashSet<>();
    /** The brackets around the place; a string's interpolation is one as well. */
    private final Deque<Character> brackets = new ArrayDeque<>();

    private int at;
    /** The last sign or word that counts; a blank at the beginning. */
    private char before = ' ';

    private JqCalls(String text) {
        this.text = text;
    }

    /** Calls of functions that the program does not define, in their order. */
    static List<Call> of(String program) {
        JqCalls reading = new JqCalls(program);
        reading.read();
        return reading.calls.stream()
                .filter(call -> !reading.defined.contains(call.signature()))
                .toList();
    }

    private void read() {
        while (at < text.length()) {
            char sign = text.charAt(at);
            if (Character.isWhitespace(sign)) {
                at++;
            } else if (sign == '#') {
                at = end('\n');
            } else if (sign == '"') {
                at++;
                string();
            } else if (sign == ')' && !brackets.isEmpty() && brackets.peek() == '"') {
                brackets.pop();
                at++;
                string();
            } else if (Character.isDigit(sign)) {
                skip(NUMBER);
            } else if (sign == '.' || sign == '$') {
                at++;
                skip(NAME);
                before = 'x';
            } else if (sign == '@') {
                at++;
                int from = at;
                skip(NAME);
                calls.add(new Call("@" + text.substring(from, at), 0, from - 1));
                before = 'x';
            } else if (Character.isLetter(sign) || sign == '_') {
                word();
            } else {
                bracket(sign);
                before = sign;
                at++;
            }
        }
    }

    private void bracket(char sign) {
        if (sign == '(' || sign == '[' || sign == '{') {
            brackets.push(sign);
        } else if ((sign == ')' || sign == ']' || sign == '}') && !brackets.isEmpty()) {
            brackets.pop();
        }
    }

    /** Up to the end of the text, or into an interpolation, which is read as the program that it is. */
    private void string() {
        while (at < text.length() && text.charAt(at) != '"') {
            if (text.startsWith("\\(", at)) {
                brackets.push('"');
                at += 2;
                before = '(';
                return;
            }
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        at++;
        before = 'x';
    }

    private void word() {
        int from = at;
        skip(NAME);
        String name = text.substring(from, at);
        boolean key = !brackets.isEmpty()
                && brackets.peek() == '{'
                && (next() == ':' || ((before == '{' || before == ',') && (next() == ',' || next() == '}')));
        before = 'x';
        if (name.equals("def")) {
            define();
        } else if (name.equals("import") || name.equals("include")) {
            at = end(';');
        } else if (!key && !KEYWORDS.contains(name) && !name.contains("::")) {
            calls.add(new Call(name, arguments(), from));
        }
    }

    private void define() {
        Matcher head = FUNCTION_HEAD.matcher(text).region(at, text.length());
        if (!head.lookingAt()) {
            return; // the compiler has taken it, whatever it is
        }
        String[] parameters = head.group(2) == null || head.group(2).isBlank()
                ? new String[0]
                : head.group(2).split(";", -1);
        defined.add(head.group(1) + "/" + parameters.length);
        for (String parameter : parameters) {
            defined.add(parameter.strip().replaceFirst("^\\$", "") + "/0");
        }
        at = head.end();
    }

    /** How many there are behind the name; nothing of them is taken. */
    private int arguments() {
        if (next() != '(') {
            return 0;
        }
        int place = text.indexOf('(', at) + 1;
        int depth = 1;
        int count = 1;
        while (place < text.length() && depth > 0) {
            char sign = text.charAt(place);
            if (sign == '"') {
                place = behindString(place);
                continue;
            }
            depth += sign == '(' || sign == '[' || sign == '{' ? 1 : sign == ')' || sign == ']' || sign == '}' ? -1 : 0;
            count += sign == ';' && depth == 1 ? 1 : 0;
            place++;
        }
        return count;
    }

    private int behindString(int quote) {
        int place = quote + 1;
        int depth = 0;
        while (place < text.length() && (depth > 0 || text.charAt(place) != '"')) {
            if (text.startsWith("\\(", place)) {
                depth++;
                place += 2;
            } else {
                depth -= depth > 0 && text.charAt(place) == ')' ? 1 : 0;
                place += text.charAt(place) == '\\' ? 2 : 1;
            }
        }
        return place + 1;
    }

    private char next() {
        int place = at;
        while (place < text.length() && Character.isWhitespace(text.charAt(place))) {
            place++;
        }
        return place < text.length() ? text.charAt(place) : ' ';
    }

    private void skip(Pattern pattern) {
        Matcher matcher = pattern.matcher(text).region(at, text.length());
        if (matcher.lookingAt()) {
            at = matcher.end();
        }
    }

    private int end(char sign) {
        int place = text.indexOf(sign, at);
        return place < 0 ? text.length() : place + 1;
    }
}
