package io.d365hub.simulator.metadata;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.d365hub.simulator.model.AlternateKey;
import io.d365hub.simulator.model.Choice;
import io.d365hub.simulator.model.ColumnDefinition;
import io.d365hub.simulator.model.ColumnDraft;
import io.d365hub.simulator.model.ColumnType;
import io.d365hub.simulator.model.GlobalChoice;
import io.d365hub.simulator.model.Label;
import io.d365hub.simulator.model.ManyToMany;
import io.d365hub.simulator.model.ModelSnapshot;
import io.d365hub.simulator.model.NavigationProperty;
import io.d365hub.simulator.model.RequiredLevel;
import io.d365hub.simulator.model.TableDefinition;
import io.d365hub.simulator.model.TableNames;
import io.d365hub.simulator.model.TableTraits;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * A whole model as text, to be kept while the simulator does not run. Ids and the places of columns in rows stay; rules,
 * which are code, are those of the tables of the same name in the model that it is read into. An index that was being
 * built starts anew when the archive is put into an environment.
 */
public final class ModelArchive {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .disable(MapperFeature.AUTO_DETECT_GETTERS, MapperFeature.AUTO_DETECT_IS_GETTERS)
            .visibility(PropertyAccessor.FIELD, JsonAutoDetect.Visibility.ANY)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private ModelArchive() {}

    private record Archive(List<Table> tables, List<ManyToMany> manyToMany, List<GlobalChoice> globalChoices) {}

    private record Table(
            UUID metadataId, TableNames names, TableTraits traits, int width, List<Column> columns, List<Key> keys) {

        static Table of(TableDefinition table) {
            return new Table(
                    table.metadataId(),
                    table.names(),
                    table.traits(),
                    table.width(),
                    table.columns().stream().map(Column::of).toList(),
                    table.keys().stream().map(Key::of).toList());
        }
    }

    private record Key(
            UUID metadataId,
            String schemaName,
            String displayName,
            List<String> columns,
            AlternateKey.IndexStatus indexStatus) {

        static Key of(AlternateKey key) {
            return new Key(
                    key.metadataId(),
                    key.schemaName(),
                    key.displayName(),
                    key.columns().stream().map(ColumnDefinition::logicalName).toList(),
                    key.indexStatus());
        }

        AlternateKey in(TableDefinition table) {
            return new AlternateKey(
                    metadataId,
                    schemaName,
                    displayName,
                    columns.stream().map(table::column).toList(),
                    indexStatus);
        }
    }

    private record Column(
            int ordinal,
            UUID metadataId,
            String logicalName,
            String schemaName,
            ColumnType type,
            boolean custom,
            RequiredLevel required,
            boolean writable,
            boolean updatable,
            int maxLength,
            int precision,
            BigDecimal minimum,
            BigDecimal maximum,
            List<Choice> choices,
            List<NavigationProperty> targets,
            Label displayName,
            Label description,
            String format,
            String behavior,
            String globalChoice,
            String autoNumberFormat) {

        static Column of(ColumnDefinition column) {
            return new Column(
                    column.ordinal(),
                    column.metadataId(),
                    column.logicalName(),
                    column.schemaName(),
                    column.type(),
                    column.custom(),
                    column.required(),
                    column.writable(),
                    column.updatable(),
                    column.maxLength(),
                    column.precision(),
                    column.minimum(),
                    column.maximum(),
                    column.choices(),
                    column.targets(),
                    column.displayName(),
                    column.description(),
                    column.format(),
                    column.behavior(),
                    column.globalChoice(),
                    column.autoNumberFormat());
        }

        ColumnDraft draft() {
            ColumnDraft draft = ColumnDraft.known(metadataId, logicalName, schemaName, type, custom)
                    .required(required)
                    .maxLength(maxLength)
                    .range(minimum, maximum, precision)
                    .choices(choices)
                    .targets(targets)
                    .displayName(displayName)
                    .description(description)
                    .format(format)
                    .behavior(behavior)
                    .globalChoice(globalChoice)
                    .autoNumberFormat(autoNumberFormat);
            if (!writable) {
                return draft.readOnly();
            }
            return updatable ? draft : draft.fixed();
        }
    }

    /** The whole model, as JSON in UTF-8. */
    public static byte[] write(ModelSnapshot model) {
        try {
            return JSON.writeValueAsBytes(new Archive(
                    model.tables().stream().map(Table::of).toList(),
                    List.copyOf(model.manyToMany()),
                    List.copyOf(model.globalChoices())));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e); // cannot be: records of plain values
        }
    }

    /**
     * The model that was written; for {@code store.Database.change}.
     *
     * @param base a fresh model, whose tables give their rules
     * @throws IOException when the text is no archive
     */
    public static ModelSnapshot read(byte[] archive, ModelSnapshot base) throws IOException {
        Archive read = JSON.readValue(archive, Archive.class);
        List<TableDefinition> tables = new ArrayList<>();
        for (Table table : read.tables()) {
            Map<Integer, ColumnDraft> columns = new TreeMap<>();
            table.columns().forEach(column -> columns.put(column.ordinal(), column.draft()));
            TableDefinition keyless = TableDefinition.known(
                    table.metadataId(),
                    table.names(),
                    table.traits(),
                    columns,
                    table.width(),
                    base.table(table.names().logicalName()));
            tables.add(keyless.withKeys(
                    table.keys().stream().map(key -> key.in(keyless)).toList()));
        }
        return base.replacedBy(tables, read.manyToMany(), read.globalChoices());
    }
}
