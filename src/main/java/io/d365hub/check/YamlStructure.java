package io.d365hub.check;

import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/**
 * Steps and fields that Camel does not know. Camel's own reader is asked, since it is the one that will load the files;
 * it stops at the first mistake of a file.
 */
final class YamlStructure implements Check {

    @Override
    public void check(RouteTree tree, Findings findings) {
        try (CamelContext context = new DefaultCamelContext()) {
            context.build();
            Stream.concat(
                            tree.routes().stream().map(RouteTree.RouteFile::file),
                            tree.kamelets().values().stream().map(Kamelet::file))
                    .filter(file -> !FileNames.hasDotInside(file)) // Camel would only complain about that
                    .forEach(file -> check(context, tree.home(), file, findings));
        } catch (Exception e) {
            throw new IllegalStateException("A Camel context that was never started cannot be closed", e);
        }
    }

    private static void check(CamelContext context, Path home, Path file, Findings findings) {
        Path absolute = home.resolve(file).toAbsolutePath();
        try {
            PluginHelper.getRoutesLoader(context)
                    .loadRoutes(PluginHelper.getResourceLoader(context).resolveResource("file:" + absolute));
        } catch (Exception e) {
            if (isToldElsewhere(e)) {
                return;
            }
            Optional<MarkedYamlEngineException> marked = marked(e);
            Optional<Mark> mark = marked.flatMap(MarkedYamlEngineException::getProblemMark)
                    .or(() -> marked.flatMap(MarkedYamlEngineException::getContextMark));
            findings.add(
                    file,
                    mark.map(m -> m.getLine() + 1).orElse(0),
                    mark.map(m -> m.getColumn() + 1).orElse(0),
                    "Camel cannot read this route.",
                    "It says: " + marked.map(YamlStructure::problem).orElseGet(() -> firstLine(e)) + ".",
                    "Check the spelling and the indentation here; steps and their fields are those of Camel's YAML DSL.");
        }
    }

    /** Classes are the matter of {@link BeanReferences}, fields that are there twice of {@link DuplicateFields}. */
    private static boolean isToldElsewhere(Exception e) {
        Throwable root = root(e);
        return root instanceof ClassNotFoundException
                || (root.getMessage() != null && root.getMessage().contains("has already"));
    }

    private static Throwable root(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root;
    }

    private static String problem(MarkedYamlEngineException e) {
        return e.getProblem() == null ? firstLine(e) : firstLineOf(e.getProblem());
    }

    private static String firstLine(Throwable thrown) {
        Throwable e = root(thrown);
        return e.getMessage() == null ? e.getClass().getSimpleName() : firstLineOf(e.getMessage());
    }

    private static String firstLineOf(String text) {
        return text.strip().lines().findFirst().orElse("").replaceFirst("[.:]$", "");
    }

    private static Optional<MarkedYamlEngineException> marked(Throwable thrown) {
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            if (t instanceof MarkedYamlEngineException marked) {
                return Optional.of(marked);
            }
        }
        return Optional.empty();
    }
}
