package io.d365hub.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** One value of a YAML file: an object, a list or a scalar. Immutable. */
public final class YamlValue {

    private final Node node;

    private YamlValue(Node node) {
        this.node = node;
    }

    /** One field of an object. */
    public record Field(String name, YamlValue key, YamlValue value) {}

    /**
     * Reads a file of at most one document; empty when there is nothing in it.
     *
     * @throws YamlSyntaxException when it is not valid YAML; names line and column
     * @throws IOException when it cannot be read
     */
    public static Optional<YamlValue> read(Path file) throws IOException {
        return parse(Files.readString(file, StandardCharsets.UTF_8), file.toString());
    }

    /** Like {@link #read}, from a text; the label stands for the file. */
    public static Optional<YamlValue> parse(String text, String label) {
        try {
            LoadSettings settings = LoadSettings.builder().setLabel(label).build();
            Optional<Node> document = new Compose(settings).composeString(text);
            document.ifPresent(YamlValue::refuseCircles);
            return document.map(YamlValue::new);
        } catch (MarkedYamlEngineException e) {
            Mark mark = e.getProblemMark().or(e::getContextMark).orElse(null);
            throw new YamlSyntaxException(
                    e.getProblem() == null ? e.getContext() : e.getProblem(),
                    mark == null ? 0 : mark.getLine() + 1,
                    mark == null ? 0 : mark.getColumn() + 1,
                    e);
        } catch (YamlEngineException e) {
            throw new YamlSyntaxException(e.getMessage(), 0, 0, e);
        } catch (StackOverflowError e) {
            throw new YamlSyntaxException("it is nested too deeply", 0, 0, e);
        }
    }

    /** An alias inside of what it stands for has no end. */
    private static void refuseCircles(Node document) {
        if (document.isRecursive()) {
            throw circle(document);
        }
        if (document instanceof MappingNode object) {
            object.getValue().forEach(field -> {
                refuseCircles(field.getKeyNode());
                refuseCircles(field.getValueNode());
            });
        } else if (document instanceof SequenceNode list) {
            list.getValue().forEach(YamlValue::refuseCircles);
        }
    }

    private static YamlSyntaxException circle(Node node) {
        return new YamlSyntaxException(
                "an alias stands inside of what it stands for",
                node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0),
                node.getStartMark().map(mark -> mark.getColumn() + 1).orElse(0),
                null);
    }

    /** Line of the first character, from 1. */
    public int line() {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
    }

    /** Column of the first character, from 1. */
    public int column() {
        return node.getStartMark().map(mark -> mark.getColumn() + 1).orElse(0);
    }

    public boolean isObject() {
        return node instanceof MappingNode;
    }

    public boolean isList() {
        return node instanceof SequenceNode;
    }

    /** Whether it is a scalar that YAML takes for a text: quoted, or not to be read as anything else. */
    public boolean isText() {
        return node instanceof ScalarNode scalar && scalar.getTag().equals(Tag.STR);
    }

    /** The scalar as it is written, without quotes; empty for objects, lists and null. */
    public Optional<String> text() {
        return node instanceof ScalarNode scalar && !scalar.getTag().equals(Tag.NULL)
                ? Optional.of(scalar.getValue())
                : Optional.empty();
    }

    /** The fields of an object in their order; none for anything else. */
    public List<Field> fields() {
        return node instanceof MappingNode object
                ? object.getValue().stream()
                        .map(tuple -> {
                            YamlValue key = new YamlValue(tuple.getKeyNode());
                            return new Field(key.text().orElse(""), key, new YamlValue(tuple.getValueNode()));
                        })
                        .toList()
                : List.of();
    }

    /** The items of a list; none for anything else. */
    public List<YamlValue> items() {
        return node instanceof SequenceNode list
                ? list.getValue().stream().map(YamlValue::new).toList()
                : List.of();
    }

    /** The value of a field of an object. */
    public Optional<YamlValue> get(String field) {
        return fields().stream()
                .filter(candidate -> candidate.name().equals(field))
                .map(Field::value)
                .findFirst();
    }

    /** The scalar of a field of an object. */
    public Optional<String> textOf(String field) {
        return get(field).flatMap(YamlValue::text);
    }

    /** This value and all values below it, from top to bottom. */
    public Stream<YamlValue> all() {
        Stream<YamlValue> below =
                isList() ? items().stream() : fields().stream().map(Field::value);
        return Stream.concat(Stream.of(this), below.flatMap(YamlValue::all));
    }

    /** The same value as JSON, with exact decimals. */
    public JsonNode json() {
        return YamlToJson.convert(node);
    }
}
