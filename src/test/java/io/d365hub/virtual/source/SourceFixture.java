package io.d365hub.virtual.source;

import io.d365hub.virtual.SourceDeclaration;
import io.d365hub.virtual.SourceType;
import io.d365hub.virtual.VirtualTable;
import io.d365hub.virtual.declaration.Declarations;
import io.d365hub.virtual.source.http.HttpSourceType;
import io.d365hub.virtual.source.odata.ODataSourceType;
import io.d365hub.virtual.source.web.Places;
import io.d365hub.virtual.source.web.WebServices;
import io.d365hub.yaml.YamlValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** Source types as the hub has them, and declarations written in a test. */
public final class SourceFixture {

    /** The token that requests with the credentials {@code known} carry. */
    public static final String TOKEN = "s3cr3t-token";

    private SourceFixture() {}

    public static WebServices services() {
        return new WebServices(
                new Places(Map.of("KNOWN", "http://known.example")::get, URI.create("http://127.0.0.1:1/")),
                name -> {
                    if (!name.equals("known")) {
                        throw new IllegalArgumentException("Credentials '" + name + "' were not found.");
                    }
                    return Map.of("X-Token", TOKEN);
                },
                Map.of(),
                Clock.systemUTC());
    }

    public static List<SourceType> types(WebServices services) {
        return List.of(new ODataSourceType(services), new HttpSourceType(services));
    }

    public static SourceDeclaration source(String type, String options) {
        return new SourceDeclaration(type, YamlValue.parse(options, "test").orElseThrow(), Path.of("test.table.yaml"));
    }

    /** What a declaration in a file says, mistakes included. */
    public static Declarations declared(Path folder, String table, String yaml) {
        try {
            Path service = Files.createDirectories(folder.resolve("test"));
            Files.writeString(service.resolve(table + Declarations.SUFFIX), yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Declarations.read(folder, folder, types(services()));
    }

    /** The table of a declaration that has nothing wrong. */
    public static VirtualTable table(Path folder, String name, String yaml) {
        Declarations declared = declared(folder, name, yaml);
        if (!declared.mistakes().isEmpty()) {
            throw new AssertionError(declared.mistakes());
        }
        return declared.services().get(0).table(name).orElseThrow();
    }
}
