package io.d365hub;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** JSON schemas that editors complete with: of cases, virtual tables, settings, and Camel's own of routes. */
public final class SchemaFiles {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String DRAFT = "http://json-schema.org/draft-07/schema#";

    private SchemaFiles() {}

    /**
     * Writes the schemas.
     *
     * @return the files
     */
    public static List<Path> write(Path folder) throws IOException {
        Files.createDirectories(folder);
        List<Path> written = new ArrayList<>();
        for (String name : List.of("cases", "table")) {
            written.add(copy("/schemas/" + name + ".schema.json", folder.resolve(name + ".schema.json")));
        }
        written.add(copy("/schema/camelYamlDsl.json", folder.resolve("routes.schema.json")));
        Path settings = folder.resolve("settings.schema.json");
        Files.writeString(settings, settings().toPrettyString() + "\n");
        written.add(settings);
        return written;
    }

    private static Path copy(String resource, Path file) throws IOException {
        Files.write(file, bytes(resource));
        return file;
    }

    /** Of {@code config/hub.properties}: every setting with its sentence, its default and what it takes. */
    static ObjectNode settings() {
        ObjectNode schema = JSON.createObjectNode();
        schema.put("$schema", DRAFT)
                .put("title", "Settings of D365 Hub")
                .put("type", "object")
                .put("additionalProperties", true);
        ObjectNode properties = schema.putObject("properties");
        for (SettingCatalog.Entry entry : SettingCatalog.shipped().entries()) {
            ObjectNode property = properties.putObject(entry.key()).put("description", entry.about());
            SettingKind kind = entry.kind();
            if (kind.least().isPresent()) {
                property.put("type", "integer")
                        .put("minimum", kind.least().getAsInt())
                        .put("maximum", kind.most().getAsInt())
                        .put("default", Integer.parseInt(entry.byDefault()));
            } else {
                property.put("type", "string").put("default", entry.byDefault());
            }
        }
        return schema;
    }

    private static byte[] bytes(String resource) throws IOException {
        try (InputStream in = SchemaFiles.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("The resource " + resource + " is missing among the hub's libraries.");
            }
            return in.readAllBytes();
        }
    }
}
