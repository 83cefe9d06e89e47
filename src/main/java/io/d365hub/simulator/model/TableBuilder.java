package io.d365hub.simulator.model;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Builds a {@link TableDefinition}. Each method adds a column and returns the builder; {@link #required} and
 * {@link #readOnly} speak of the column added last.
 */
public final class TableBuilder {

    /** What the service uses as bounds of a money column. */
    private static final String MONEY_LIMIT = "922337203685477";

    private static final int FILE_NAME_LENGTH = 260;
    private static final int COMPOSITE_LENGTH = 1000;
    private static final String DECIMAL_LIMIT = "100000000000";
    private static final String LEAST_RATE = "0.0000000001";
    private static final int RATE_PRECISION = 10;

    private final TableNames names;
    private final List<ColumnDraft> columns = new ArrayList<>();
    private final List<KeyDraft> keys = new ArrayList<>();
    private final List<String> addresses = new ArrayList<>();
    private RowRule rule = RowRule.NONE;
    private TableTraits traits = TableTraits.STANDARD;

    private record KeyDraft(String schemaName, String displayName, List<String> columns) {}

    private TableBuilder(TableNames names) {
        this.names = names;
        String id = names.logicalName() + "id";
        columns.add(new ColumnDraft(names.logicalName(), id, names.schemaName() + "Id", ColumnType.UNIQUE_IDENTIFIER)
                .required(RequiredLevel.SYSTEM_REQUIRED)
                .system());
        add("versionnumber", ColumnType.BIG_INTEGER).readOnly();
    }

    /** Starts a table with its primary key and version columns. */
    public static TableBuilder table(TableNames names) {
        return new TableBuilder(names);
    }

    private ColumnDraft add(String name, ColumnType type) {
        ColumnDraft column = new ColumnDraft(names.logicalName(), name, SchemaNames.of(name), type);
        columns.add(column);
        return column;
    }

    public TableBuilder text(String name, int maxLength) {
        add(name, ColumnType.TEXT).maxLength(maxLength);
        return this;
    }

    public TableBuilder memo(String name, int maxLength) {
        add(name, ColumnType.MEMO).maxLength(maxLength);
        return this;
    }

    public TableBuilder integer(String name, int minimum, int maximum) {
        add(name, ColumnType.INTEGER).range(Integer.toString(minimum), Integer.toString(maximum), 0);
        return this;
    }

    public TableBuilder decimal(String name, int precision) {
        return decimal(name, "-" + DECIMAL_LIMIT, DECIMAL_LIMIT, precision);
    }

    public TableBuilder decimal(String name, String minimum, String maximum, int precision) {
        add(name, ColumnType.DECIMAL).range(minimum, maximum, precision);
        return this;
    }

    public TableBuilder money(String... moneyColumns) {
        for (String name : moneyColumns) {
            add(name, ColumnType.MONEY).range("-" + MONEY_LIMIT, MONEY_LIMIT, 2);
        }
        return this;
    }

    public TableBuilder bool(String... boolColumns) {
        for (String name : boolColumns) {
            add(name, ColumnType.BOOLEAN).choices(List.of(new Choice(0, "No"), new Choice(1, "Yes")));
        }
        return this;
    }

    public TableBuilder choice(String name, Choice... choices) {
        add(name, ColumnType.CHOICE).choices(List.of(choices));
        return this;
    }

    /** Adds a column that takes several choices at once. */
    public TableBuilder choices(String name, Choice... choices) {
        add(name, ColumnType.CHOICES).choices(List.of(choices));
        return this;
    }

    /** Adds {@code statecode} and {@code statuscode}; each state names its default status reason. */
    public TableBuilder states(List<Choice> states, List<Choice> statusReasons) {
        add("statecode", ColumnType.STATE).choices(states).required(RequiredLevel.SYSTEM_REQUIRED);
        add("statuscode", ColumnType.STATUS).choices(statusReasons);
        return this;
    }

    /** Adds the two states that most tables have. */
    public TableBuilder activeInactive() {
        return states(
                List.of(new Choice(0, "Active", 1), new Choice(1, "Inactive", 2)),
                List.of(new Choice(1, "Active", 0), new Choice(2, "Inactive", 1)));
    }

    public TableBuilder dateTime(String name) {
        add(name, ColumnType.DATE_TIME);
        return this;
    }

    public TableBuilder date(String... dateColumns) {
        for (String name : dateColumns) {
            add(name, ColumnType.DATE);
        }
        return this;
    }

    public TableBuilder uniqueIdentifier(String name) {
        add(name, ColumnType.UNIQUE_IDENTIFIER);
        return this;
    }

    /** Adds a file, and the text that carries its name; neither is set in the body of a row. */
    public TableBuilder file(String name, int mostKilobytes) {
        add(name, ColumnType.FILE).maxLength(mostKilobytes).readOnly();
        return text(name + "_name", FILE_NAME_LENGTH).readOnly();
    }

    /** Adds a lookup whose navigation property is called like the column. */
    public TableBuilder lookup(String name, String target, String collectionName, DeleteRule onDelete) {
        return lookup(name, new NavigationProperty(name, target, collectionName, onDelete));
    }

    /** Adds a lookup with one navigation property for each target. */
    public TableBuilder lookup(String name, NavigationProperty... targets) {
        ColumnType type = targets.length > 1 ? ColumnType.CUSTOMER : ColumnType.LOOKUP;
        add(name, type).targets(List.of(targets));
        return this;
    }

    /** Adds who owns, created and changed a row, and when. */
    public TableBuilder audited() {
        String prefix = names.logicalName();
        add("ownerid", ColumnType.OWNER)
                .targets(List.of(
                        new NavigationProperty("ownerid", "systemuser", "owner_" + prefix, DeleteRule.RESTRICT)));
        return stamped();
    }

    /** Adds who created and changed a row, and when, for tables that belong to the organization. */
    public TableBuilder stamped() {
        String prefix = names.logicalName();
        add("createdon", ColumnType.DATE_TIME).readOnly();
        add("modifiedon", ColumnType.DATE_TIME).readOnly();
        for (String stamp : List.of("createdby", "modifiedby", "createdonbehalfby", "modifiedonbehalfby")) {
            add(stamp, ColumnType.LOOKUP)
                    .readOnly()
                    .targets(List.of(new NavigationProperty(
                            stamp, "systemuser", "lk_" + prefix + "_" + stamp, DeleteRule.RESTRICT)));
        }
        return this;
    }

    public TableBuilder currency() {
        return lookup(
                "transactioncurrencyid",
                "transactioncurrency",
                "transactioncurrency_" + names.logicalName(),
                DeleteRule.RESTRICT);
    }

    /** Adds one address with all its parts. */
    public TableBuilder address(String prefix) {
        text(prefix + "_name", 200).text(prefix + "_line1", 250).text(prefix + "_line2", 250);
        text(prefix + "_line3", 250).text(prefix + "_city", 80).text(prefix + "_stateorprovince", 50);
        text(prefix + "_postalcode", 20).text(prefix + "_country", 80);
        addresses.add(prefix);
        return memo(CompositeAddress.columnOf(prefix), COMPOSITE_LENGTH).readOnly();
    }

    public TableBuilder required(RequiredLevel level) {
        columns.get(columns.size() - 1).required(level);
        return this;
    }

    /** Values of the column added last are taken and never given back. */
    TableBuilder writeOnly() {
        columns.get(columns.size() - 1).writeOnly();
        return this;
    }

    public TableBuilder readOnly() {
        columns.get(columns.size() - 1).readOnly();
        return this;
    }

    /** Adds an alternate key over columns that were added before. */
    public TableBuilder key(String schemaName, String displayName, String... logicalNames) {
        keys.add(new KeyDraft(schemaName, displayName, List.of(logicalNames)));
        return this;
    }

    /** Values of the column added last are taken at creation only. */
    public TableBuilder fixed() {
        columns.get(columns.size() - 1).fixed();
        return this;
    }

    public TableBuilder traits(TableTraits chosen) {
        traits = chosen;
        return this;
    }

    public TableBuilder rule(RowRule computed) {
        rule = computed;
        return this;
    }

    /** Does not let clients ask for the table's changes. */
    public TableBuilder withoutChangeTracking() {
        traits = traits.withoutChangeTracking();
        return this;
    }

    /** What the service adds to a table with money: the rate, and each amount in the base currency. */
    private void addBaseAmounts() {
        List<String> amounts = columns.stream()
                .filter(column -> column.type == ColumnType.MONEY)
                .map(ColumnDraft::logicalName)
                .toList();
        boolean hasCurrency =
                columns.stream().anyMatch(column -> column.logicalName().equals("transactioncurrencyid"));
        if (!amounts.isEmpty() && hasCurrency) {
            amounts.stream().map(BaseAmount::columnOf).forEach(base -> money(base)
                    .readOnly());
            decimal(BaseAmount.EXCHANGE_RATE, LEAST_RATE, DECIMAL_LIMIT, RATE_PRECISION)
                    .readOnly();
        }
    }

    public TableDefinition build() {
        addBaseAmounts();
        RowRule computed = addresses.isEmpty() ? rule : new CompositeAddress(addresses, rule);
        List<ColumnDefinition> built = new ArrayList<>(columns.size());
        for (ColumnDraft column : columns) {
            built.add(column.build(built.size()));
        }
        UUID id = named("table:" + names.logicalName());
        TableDefinition keyless = new TableDefinition(id, names, traits, built, List.of(), computed, built.size());
        return keyless.withKeys(keys.stream().map(key -> key(keyless, key)).toList());
    }

    private AlternateKey key(TableDefinition table, KeyDraft key) {
        return new AlternateKey(
                named("key:" + names.logicalName() + "." + key.schemaName()),
                key.schemaName(),
                key.displayName(),
                key.columns().stream().map(table::column).toList(),
                AlternateKey.IndexStatus.ACTIVE);
    }

    private static UUID named(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }
}
