package io.d365hub.simulator.odata;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits a decoded resource path into segments. The service decodes a path before it parses it, so an encoded slash
 * breaks a key just like a raw one.
 */
public final class PathParser {

    /** What Microsoft lists as breaking a key in a URL, and the number sign, which breaks it too. */
    private static final String BREAKS_KEYS_IN_URLS = "/<>*%&:\\?+#";

    /** What breaks a key in {@code @odata.bind}. */
    private static final String BREAKS_KEYS_IN_BODIES = "/\\";

    private final String path;
    private final String breaking;
    private int at;

    private PathParser(String path, String breaking) {
        this.path = path;
        this.breaking = breaking;
    }

    /** The segments of a request's path, decoded, without leading slash. */
    public static List<PathSegment> parse(String path) {
        return new PathParser(path, BREAKS_KEYS_IN_URLS).segments();
    }

    /** The segments of a reference in a body, not decoded, without leading slash. */
    public static List<PathSegment> parseReference(String path) {
        return new PathParser(path, BREAKS_KEYS_IN_BODIES).segments();
    }

    private List<PathSegment> segments() {
        List<PathSegment> segments = new ArrayList<>(2);
        while (at < path.length()) {
            segments.add(segment());
            if (at < path.length()) {
                expect('/');
            }
        }
        return segments;
    }

    private PathSegment segment() {
        int start = at;
        while (at < path.length() && path.charAt(at) != '/' && path.charAt(at) != '(') {
            at++;
        }
        String name = path.substring(start, at);
        if (at >= path.length() || path.charAt(at) == '/') {
            return new PathSegment(name, null);
        }
        at++;
        List<PathSegment.Argument> arguments = new ArrayList<>(1);
        skipBlanks();
        while (!next(')')) {
            arguments.add(argument());
            skipBlanks();
            if (!next(')')) {
                expect(',');
                skipBlanks();
            }
        }
        at++;
        return new PathSegment(name, arguments);
    }

    private PathSegment.Argument argument() {
        int start = at;
        while (at < path.length() && "=,)'".indexOf(path.charAt(at)) < 0) {
            at++;
        }
        if (!next('=')) {
            at = start;
            return new PathSegment.Argument(null, value());
        }
        String name = path.substring(start, at).strip();
        at++;
        return new PathSegment.Argument(name, value());
    }

    private Literal value() {
        skipBlanks();
        if (next('\'')) {
            return new Literal(Literal.Kind.QUOTED, quoted());
        }
        int start = at;
        while (at < path.length() && path.charAt(at) != ',' && path.charAt(at) != ')') {
            // An enumeration's member: Namespace.Type'Member'.
            if (path.charAt(at) == '\'') {
                return new Literal(Literal.Kind.QUOTED, quoted());
            }
            at++;
        }
        String text = path.substring(start, at).strip();
        if (text.isEmpty()) {
            throw ApiError.badSyntax();
        }
        return new Literal(text.charAt(0) == '@' ? Literal.Kind.ALIAS : Literal.Kind.BARE, text);
    }

    private String quoted() {
        StringBuilder text = new StringBuilder();
        at++;
        while (at < path.length()) {
            char c = path.charAt(at++);
            if (c == '\'') {
                if (!next('\'')) {
                    return text.toString();
                }
                at++;
            } else if (breaking.indexOf(c) >= 0) {
                throw ApiError.badSyntax();
            }
            text.append(c);
        }
        throw ApiError.badSyntax();
    }

    private boolean next(char c) {
        return at < path.length() && path.charAt(at) == c;
    }

    private void expect(char c) {
        if (!next(c)) {
            throw ApiError.badSyntax();
        }
        at++;
    }

    private void skipBlanks() {
        while (next(' ')) {
            at++;
        }
    }
}
