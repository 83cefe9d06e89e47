package io.d365hub.virtual.sql;

import io.d365hub.virtual.Mistakes;
import io.d365hub.virtual.VirtualTable;
import io.d365hub.virtual.declaration.Fields;
import io.d365hub.yaml.YamlValue;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;

/**
 * {@code source: { sql: ... }} of a declaration.
 *
 * @param dataSource name of the data source
 * @param schema where the table is; empty for the connection's own
 * @param table table or view
 * @param zone where timestamps without zone, and days, are meant
 */
record SqlOptions(String dataSource, Optional<String> schema, String table, ZoneId zone) {

    /** Reads them; tells mistakes and goes on with defaults. */
    static SqlOptions read(VirtualTable table, Mistakes mistakes) {
        YamlValue options = table.source().options();
        Fields fields = new Fields(options, mistakes, Set.of("datasource", "schema", "table", "zone"));
        return new SqlOptions(
                fields.required("datasource", "the name of a data source, hub.datasource.<name>.url")
                        .orElse(""),
                fields.text("schema"),
                fields.required("table", "the table or view that holds the rows")
                        .orElse(""),
                zone(fields, options, mistakes));
    }

    private static ZoneId zone(Fields fields, YamlValue options, Mistakes mistakes) {
        Optional<String> zone = fields.text("zone");
        try {
            return zone.map(ZoneId::of).orElse(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            mistakes.add(
                    fields.get("zone").orElse(options),
                    "'zone: " + zone.orElse("") + "' is no time zone.",
                    "Timestamps without zone are read in it.",
                    "Write a zone such as Europe/Berlin, or leave it out for UTC.");
            return ZoneOffset.UTC;
        }
    }
}
