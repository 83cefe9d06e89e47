package io.d365hub;

import io.d365hub.virtual.Mistakes;
import io.d365hub.virtual.SourceType;
import io.d365hub.virtual.TableSource;
import io.d365hub.virtual.VirtualService;
import io.d365hub.virtual.VirtualTable;
import io.d365hub.virtual.declaration.Declarations;
import io.d365hub.virtual.key.GuidKeys;
import io.d365hub.virtual.source.route.ChangedRows;
import io.d365hub.virtual.source.route.VirtualRouteComponent;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Virtual tables in rehearsals: the GUIDs of changed rows, made as the hub makes them; no source is opened. */
final class RehearsedTables {

    private static final String FOLDER = "virtual";

    private RehearsedTables() {}

    /** What routes that tell of changed rows need. Mistakes in declarations are the check's business. */
    static Map<String, Object> parts(Path home) {
        List<SourceType> types = Stream.of("sql", "odata", "http", "route")
                .<SourceType>map(Unopened::new)
                .toList();
        ChangedRows changes = new ChangedRows();
        Path place = home.toAbsolutePath();
        for (VirtualService service :
                Declarations.read(place, place.resolve(FOLDER), types).services()) {
            for (VirtualTable table : service.tables()) {
                changes.serve(table.path(), key -> GuidKeys.guid(table, table.key(), GuidKeys.naturalKey(table, key)));
            }
        }
        return Map.of("virtualChanges", changes, "target:virtual", new VirtualRouteComponent());
    }

    /** Any source, whatever its options say. */
    private record Unopened(String name) implements SourceType {

        @Override
        public void check(VirtualTable table, Mistakes mistakes) {}

        @Override
        public TableSource open(VirtualTable table) {
            throw new UnsupportedOperationException("A rehearsal asks no source.");
        }
    }
}
