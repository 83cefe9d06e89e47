package io.d365hub.virtual;

import io.d365hub.yaml.YamlValue;
import java.nio.file.Path;

/**
 * Where a table's rows come from, as declared: {@code source: { <type>: { ... } }}.
 *
 * @param type name of a {@link SourceType}
 * @param options what stands below it, with lines and columns; only its source type knows what it means
 * @param file the declaration, as the reader would name it
 */
public record SourceDeclaration(String type, YamlValue options, Path file) {}
