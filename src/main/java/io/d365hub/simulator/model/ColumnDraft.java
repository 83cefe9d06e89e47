package io.d365hub.simulator.model;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/** A column that is being put together; {@link TableBuilder} and {@link TableDefinition} make columns of it. */
public final class ColumnDraft {

    final String logicalName;
    final String schemaName;
    final ColumnType type;
    UUID metadataId;
    RequiredLevel required = RequiredLevel.NONE;
    boolean readable = true;
    boolean creatable = true;
    boolean updatable = true;
    int maxLength;
    int precision;
    BigDecimal minimum;
    BigDecimal maximum;
    List<Choice> choices = List.of();
    List<NavigationProperty> targets = List.of();
    Label displayName;
    Label description = Label.NONE;
    String format;
    String behavior;
    String globalChoice;
    String autoNumberFormat;
    boolean custom;

    /** A column of a built-in table; its id follows from the names. */
    ColumnDraft(String table, String logicalName, String schemaName, ColumnType type) {
        this(logicalName, schemaName, type);
        metadataId = UUID.nameUUIDFromBytes(("column:" + table + "." + logicalName).getBytes(StandardCharsets.UTF_8));
        custom = TableNames.isCustom(logicalName);
    }

    private ColumnDraft(String logicalName, String schemaName, ColumnType type) {
        this.logicalName = logicalName;
        this.schemaName = schemaName;
        this.type = type;
        this.displayName = Label.of(schemaName);
    }

    /** A new custom column with an id of its own. */
    public static ColumnDraft custom(String logicalName, String schemaName, ColumnType type) {
        ColumnDraft draft = new ColumnDraft(logicalName, schemaName, type);
        draft.metadataId = UUID.randomUUID();
        draft.custom = true;
        return draft;
    }

    /** A draft that is like {@code column}, to be changed. */
    public static ColumnDraft of(ColumnDefinition column) {
        ColumnDraft draft = new ColumnDraft(column.logicalName(), column.schemaName(), column.type());
        draft.metadataId = column.metadataId();
        draft.required = column.required();
        draft.readable = column.readable();
        draft.creatable = column.writable();
        draft.updatable = column.updatable();
        draft.maxLength = column.maxLength();
        draft.precision = column.precision();
        draft.minimum = column.minimum();
        draft.maximum = column.maximum();
        draft.choices = column.choices();
        draft.targets = column.targets();
        draft.displayName = column.displayName();
        draft.description = column.description();
        draft.format = column.format();
        draft.behavior = column.behavior();
        draft.globalChoice = column.globalChoice();
        draft.autoNumberFormat = column.autoNumberFormat();
        draft.custom = column.custom();
        return draft;
    }

    public String logicalName() {
        return logicalName;
    }

    /** Gives the column the id that it had elsewhere. */
    public ColumnDraft metadataId(UUID id) {
        metadataId = id;
        return this;
    }

    /** The service made it, whatever its name. */
    ColumnDraft system() {
        custom = false;
        return this;
    }

    public ColumnDraft required(RequiredLevel level) {
        required = level;
        return this;
    }

    /** Values are taken and never given back. */
    ColumnDraft writeOnly() {
        readable = false;
        return this;
    }

    public ColumnDraft readOnly() {
        creatable = false;
        updatable = false;
        return this;
    }

    /** Values are taken when a row is created, and ignored later. */
    public ColumnDraft fixed() {
        updatable = false;
        return this;
    }

    public ColumnDraft maxLength(int characters) {
        maxLength = characters;
        return this;
    }

    public ColumnDraft range(BigDecimal from, BigDecimal to, int digitsAfterPoint) {
        minimum = from;
        maximum = to;
        precision = digitsAfterPoint;
        return this;
    }

    ColumnDraft range(String from, String to, int digitsAfterPoint) {
        return range(new BigDecimal(from), new BigDecimal(to), digitsAfterPoint);
    }

    public ColumnDraft choices(List<Choice> values) {
        choices = List.copyOf(values);
        return this;
    }

    public ColumnDraft targets(List<NavigationProperty> properties) {
        targets = List.copyOf(properties);
        return this;
    }

    public ColumnDraft displayName(Label label) {
        displayName = label;
        return this;
    }

    public ColumnDraft description(Label label) {
        description = label;
        return this;
    }

    /** What metadata calls the format of texts, numbers and dates; null for the type's own. */
    public ColumnDraft format(String name) {
        format = name;
        return this;
    }

    /** {@code UserLocal}, {@code TimeZoneIndependent} or {@code DateOnly}; null for columns that are no dates. */
    public ColumnDraft behavior(String name) {
        behavior = name;
        return this;
    }

    /** The global choice that the column takes its values from; null for values of its own. */
    public ColumnDraft globalChoice(String name) {
        globalChoice = name;
        return this;
    }

    public ColumnDraft autoNumberFormat(String text) {
        autoNumberFormat = text;
        return this;
    }

    ColumnDefinition build(int ordinal) {
        return new ColumnDefinition(this, ordinal);
    }
}
