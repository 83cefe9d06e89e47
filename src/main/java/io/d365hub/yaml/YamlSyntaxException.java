package io.d365hub.yaml;

/** A text is not valid YAML. */
public final class YamlSyntaxException extends RuntimeException {

    private final int line;
    private final int column;

    YamlSyntaxException(String problem, int line, int column, Throwable cause) {
        super(problem, cause);
        this.line = line;
        this.column = column;
    }

    /** Line of the problem, from 1; 0 when unknown. */
    public int line() {
        return line;
    }

    /** Column of the problem, from 1; 0 when unknown. */
    public int column() {
        return column;
    }
}
