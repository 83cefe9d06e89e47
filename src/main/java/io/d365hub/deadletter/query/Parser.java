package io.d365hub.deadletter.query;

import io.d365hub.deadletter.query.Expression.And;
import io.d365hub.deadletter.query.Expression.Not;
import io.d365hub.deadletter.query.Expression.Or;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Reads {@code kind:REFUSED and not (code:0x80040237 or timeout)}. {@code not} binds closest, then {@code and} (which may be
 * left out), then {@code or}.
 */
final class Parser {

    static final int MOST_CHARACTERS = 4000;
    private static final int MOST_TERMS = 100;
    private static final int DEEPEST = 30;

    private final Reader reader;
    private final Terms terms;
    private int count;
    private int depth;

    Parser(String text, Instant now, Set<String> payloadFields) {
        this.reader = new Reader(text);
        this.terms = new Terms(reader, now, payloadFields);
        if (text.length() > MOST_CHARACTERS) {
            throw reader.wrong(
                    MOST_CHARACTERS, "it is longer than " + MOST_CHARACTERS + " characters", "Ask for less at once.");
        }
    }

    Expression parse() {
        if (reader.isAtEnd()) {
            return new And(List.of());
        }
        Expression all = alternatives();
        if (!reader.isAtEnd()) {
            throw reader.wrong(
                    reader.offset(), "this parenthesis was never opened", "Take it away, or open one before it.");
        }
        return all;
    }

    private Expression alternatives() {
        List<Expression> parts = new ArrayList<>();
        do {
            parts.add(conjunction());
        } while (keyword("or"));
        return parts.size() == 1 ? parts.get(0) : new Or(parts);
    }

    private Expression conjunction() {
        List<Expression> parts = new ArrayList<>();
        do {
            parts.add(negatable());
        } while (keyword("and") || anotherFollows());
        return parts.size() == 1 ? parts.get(0) : new And(parts);
    }

    private boolean anotherFollows() {
        int here = reader.offset();
        boolean ends = reader.isAtEnd() || reader.take(')') || keyword("or");
        reader.back(here);
        return !ends;
    }

    private Expression negatable() {
        if (!keyword("not")) {
            return primary();
        }
        enter();
        Expression part = negatable();
        depth--;
        return new Not(part);
    }

    private Expression primary() {
        int start = reader.offset();
        if (reader.isAtEnd()) {
            throw reader.wrong(
                    start, "something is missing at the end", "Write what is to hold, such as kind:REFUSED.");
        }
        if (reader.take('(')) {
            enter();
            Expression inner = alternatives();
            if (!reader.take(')')) {
                throw reader.wrong(start, "this parenthesis is not closed", "Put a ')' where it is to end.");
            }
            depth--;
            return inner;
        }
        if (++count > MOST_TERMS) {
            throw reader.wrong(start, "these are more than " + MOST_TERMS + " conditions", "Ask for less at once.");
        }
        return terms.next();
    }

    private void enter() {
        if (++depth > DEEPEST) {
            throw reader.wrong(
                    reader.offset(),
                    "it is nested deeper than " + DEEPEST + " levels",
                    "Write it with fewer parentheses.");
        }
    }

    /** Takes the keyword when it is next and stands by itself. */
    private boolean keyword(String word) {
        int here = reader.offset();
        if (reader.name().toLowerCase(Locale.ROOT).equals(word)
                && reader.comparison().isEmpty()) {
            return true;
        }
        reader.back(here);
        return false;
    }
}
