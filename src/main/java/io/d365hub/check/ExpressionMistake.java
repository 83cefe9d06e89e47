package io.d365hub.check;

import groovy.lang.GroovyClassLoader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.codehaus.groovy.control.CompilationFailedException;
import org.codehaus.groovy.control.MultipleCompilationErrorsException;
import org.codehaus.groovy.control.messages.SyntaxErrorMessage;
import org.codehaus.groovy.syntax.SyntaxException;

/**
 * Why an expression does not compile.
 *
 * @param line within the expression, from 1; 1 when its language does not say
 * @param column 0 when its language does not say
 * @param reason what its language says, without a full stop
 */
record ExpressionMistake(int line, int column, String reason) {

    private static final Pattern PLACE = Pattern.compile("at line (\\d+), column (\\d+)");
    /** What the parser would have taken instead fills a page. */
    private static final Pattern UNEXPECTED =
            Pattern.compile("^Encountered \"\\s*(?:\"(?<sign>.+?)\"|<(?<kind>\\w+)>).*");

    private static final Pattern EXPECTED = Pattern.compile("\\s*Was expecting.*", Pattern.DOTALL);

    static ExpressionMistake of(RuntimeException thrown) {
        Throwable root = thrown;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        String text = root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
        Matcher place = PLACE.matcher(text);
        boolean placed = place.find();
        String first = EXPECTED.matcher(text.strip())
                .replaceFirst("")
                .lines()
                .findFirst()
                .orElse("");
        return new ExpressionMistake(
                placed ? Integer.parseInt(place.group(1)) : 1,
                placed ? Integer.parseInt(place.group(2)) : 0,
                UNEXPECTED
                        .matcher(first.strip())
                        .replaceFirst("unexpected '${sign}${kind}'")
                        .replaceFirst("[.:]$", ""));
    }

    /** A mistake at a place within the expression. */
    static ExpressionMistake at(String expression, int offset, String reason) {
        String before = expression.substring(0, offset);
        int line = (int) before.chars().filter(sign -> sign == '\n').count() + 1;
        return new ExpressionMistake(
                line, offset - before.lastIndexOf('\n'), reason.strip().replaceFirst("[.:]$", ""));
    }

    /** Compiles a script as the hub will with its first message; nothing of it is run. */
    static Optional<ExpressionMistake> ofGroovy(String script) {
        try (GroovyClassLoader classes = new GroovyClassLoader(ExpressionMistake.class.getClassLoader())) {
            classes.parseClass(script, "mapping.groovy");
            return Optional.empty();
        } catch (MultipleCompilationErrorsException e) {
            return Optional.of(e.getErrorCollector().getErrors().stream()
                    .filter(SyntaxErrorMessage.class::isInstance)
                    .map(error -> of(((SyntaxErrorMessage) error).getCause()))
                    .findFirst()
                    .orElseGet(() -> new ExpressionMistake(1, 0, firstLine(e.getMessage()))));
        } catch (CompilationFailedException e) {
            return Optional.of(new ExpressionMistake(1, 0, firstLine(e.getMessage())));
        } catch (IOException e) {
            throw new UncheckedIOException("A class loader in memory cannot be closed", e);
        }
    }

    private static ExpressionMistake of(SyntaxException mistake) {
        return new ExpressionMistake(
                mistake.getLine(), mistake.getStartColumn(), firstLine(mistake.getOriginalMessage()));
    }

    private static String firstLine(String text) {
        return text.strip().lines().findFirst().orElse("").strip().replaceFirst("[.:]$", "");
    }
}
