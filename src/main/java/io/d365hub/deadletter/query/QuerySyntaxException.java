package io.d365hub.deadletter.query;

/**
 * A query that cannot be understood: where, why, and what was expected. The message is the whole of it in plain words, the
 * excerpt points at the place. Both quote what the operator wrote, which may be personal data: not for logs.
 */
public final class QuerySyntaxException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;
    private static final int AROUND = 30;

    private final String query;
    private final int position;
    private final String why;
    private final String mend;

    QuerySyntaxException(String query, int offset, String why, String mend) {
        super("The query is not understood at character %d: %s. %s".formatted(offset + 1, why, mend));
        this.query = query;
        this.position = offset + 1;
        this.why = "At character " + position + ": " + why + ".";
        this.mend = mend;
    }

    /** The character at which understanding ended, from 1. */
    public int position() {
        return position;
    }

    /** What is wrong there; begins with the position. */
    public String why() {
        return why;
    }

    /** What to write instead. */
    public String mend() {
        return mend;
    }

    /** Two lines: the query around the place, and a caret below it. */
    public String excerpt() {
        int from = Math.max(0, position - 1 - AROUND);
        int to = Math.min(query.length(), position - 1 + AROUND);
        String shown = query.substring(from, to).replaceAll("\\s", " ");
        return shown + "\n" + " ".repeat(position - 1 - from) + "^";
    }
}
