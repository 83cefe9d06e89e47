package io.d365hub.check;

import com.schibsted.spt.data.jslt.JsltException;
import io.d365hub.mapping.Mappings;
import io.d365hub.mapping.table.TableMapReader;
import io.d365hub.yaml.YamlSyntaxException;
import io.d365hub.yaml.YamlValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Files that routes name ({@code jslt:file:...} and the like) must be there, and mappings must compile. */
final class MappingFiles implements Check {

    private static final String FILE = "file:";
    private static final String JSLT = "jslt";
    private static final String TABLE_MAP = "table-map";

    /** How JSLT's parser complains; what it would have expected instead fills a page. */
    private static final Pattern UNEXPECTED = Pattern.compile("Encountered \"\\s*(?:\"(?<sign>.+?)\"|<(?<kind>\\w+)>)"
            + "\\s*\"?(?<word>[^\"]*)\".*?at line (?<line>\\d+), column (?<column>\\d+)");

    /** Components whose path is a resource, as in {@code xslt:file:transformations/a.xsl}. */
    private static final Set<String> WITH_RESOURCE = Set.of(
            JSLT,
            TABLE_MAP,
            "xslt",
            "xslt-saxon",
            "xj",
            "json-validator",
            "validator",
            "velocity",
            "freemarker",
            "mustache");

    @Override
    public void check(RouteTree tree, Findings findings) {
        Set<Path> compiled = new HashSet<>();
        tree.endpoints().forEach(use -> named(tree.home(), use)
                .ifPresent(file -> check(tree.home(), use, file, compiled, findings)));
    }

    /** The file that an endpoint names; empty when it names none. */
    static Optional<Path> named(Path home, EndpointUse use) {
        return WITH_RESOURCE.contains(use.scheme())
                        && !use.isDynamic()
                        && use.path().startsWith(FILE)
                ? Optional.of(home.resolve(use.path().substring(FILE.length())))
                : Optional.empty();
    }

    private static void check(Path home, EndpointUse use, Path file, Set<Path> compiled, Findings findings) {
        String name = use.path().substring(FILE.length());
        if (!Files.isRegularFile(file)) {
            findings.add(
                    use.file(),
                    use.at(),
                    "File '" + name + "' does not exist.",
                    "It would be read from the hub's home folder.",
                    Nearest.didYouMean(name, neighbours(home, file), "Write it, or correct the name."));
        } else if (compiled.add(file)) {
            switch (use.scheme()) {
                case JSLT -> compileJslt(home, file, findings);
                case TABLE_MAP -> readMap(named(home, file), file, findings);
                case "xslt", "xslt-saxon" ->
                    Stylesheet.mistake(named(home, file), file).ifPresent(findings::add);
                default -> {} // it only has to be there
            }
        }
    }

    /** Compiles a mapping as its ending says; what has another ending is passed over. */
    static void compile(Path home, Path file, Findings findings) {
        String name = file.getFileName().toString();
        if (name.endsWith(".jslt")) {
            compileJslt(home, file, findings);
        } else if (name.endsWith(".map.yaml")) {
            readMap(named(home, file), file, findings);
        } else if (name.endsWith(".xsl") || name.endsWith(".xslt")) {
            Stylesheet.mistake(named(home, file), file).ifPresent(findings::add);
        }
    }

    private static void readMap(Path name, Path file, Findings findings) {
        try {
            YamlValue.read(file)
                    .ifPresentOrElse(
                            map -> new TableMapReader(map)
                                    .mistakes()
                                    .forEach(mistake -> findings.add(
                                            name,
                                            mistake.line(),
                                            mistake.column(),
                                            mistake.what(),
                                            mistake.why(),
                                            mistake.mend())),
                            () -> findings.add(name, 0, 0, "The table map is empty.", "It maps nothing.", "Write it."));
        } catch (YamlSyntaxException e) {
            findings.add(
                    name,
                    e.line(),
                    e.column(),
                    "This is not valid YAML.",
                    "The parser says: " + e.getMessage() + ".",
                    "Check indentation, quotes and brackets here and just above.");
        } catch (IOException e) {
            findings.add(name, 0, 0, "The file cannot be read.", e + ".", "Check that it is UTF-8 text and readable.");
        }
    }

    private static void compileJslt(Path home, Path file, Findings findings) {
        Path name = named(home, file);
        try {
            if (Files.readString(file).startsWith("\uFEFF")) {
                findings.add(
                        name,
                        1,
                        1,
                        "The mapping begins with a byte order mark.",
                        "JSLT takes it for a character of the mapping, and it can hardly be seen.",
                        "Save the file as UTF-8 without a byte order mark.");
                return;
            }
            Mappings.compile(file);
        } catch (JsltException e) {
            findings.add(mistake(name, e));
        } catch (IOException e) {
            findings.add(name, 0, 0, "The file cannot be read.", e + ".", "Check that it is UTF-8 text and readable.");
        }
    }

    private static Finding mistake(Path name, JsltException e) {
        String reason = e.getMessageWithoutLocation().strip().replaceAll("\\s+", " ");
        Matcher unexpected = UNEXPECTED.matcher(reason);
        if (unexpected.find()) {
            return new Finding(
                    name,
                    Integer.parseInt(unexpected.group("line")),
                    Integer.parseInt(unexpected.group("column")),
                    "This mapping does not compile.",
                    "JSLT did not expect " + token(unexpected) + " here.",
                    "Check for a missing comma, colon, bracket or 'else' just before it.");
        }
        return new Finding(
                name,
                Math.max(e.getLine(), 0),
                Math.max(e.getColumn(), 0),
                "This mapping does not compile.",
                "JSLT says: " + reason.replaceFirst("[.]$", "") + ".",
                "Correct it.");
    }

    private static String token(Matcher unexpected) {
        if ("EOF".equals(unexpected.group("kind"))) {
            return "the end of the file";
        }
        String sign = unexpected.group("sign");
        return "'" + (sign == null ? unexpected.group("word").strip() : sign) + "'";
    }

    /** As routes name it: files elsewhere by their whole path. */
    private static Path named(Path home, Path file) {
        return home.isAbsolute() || !file.isAbsolute() ? home.relativize(file) : file;
    }

    private static List<String> neighbours(Path home, Path file) {
        Path folder = file.getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(neighbour -> named(home, neighbour).toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            return List.of(); // only for the suggestion
        }
    }
}
