package io.d365hub.simulator.model;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * One column of a table. Compared by identity: it belongs to exactly one table.
 */
public final class ColumnDefinition {

    private final String logicalName;
    private final String schemaName;
    private final ColumnType type;
    private final int ordinal;
    private final String propertyName;
    private RequiredLevel required = RequiredLevel.NONE;
    private boolean writable = true;
    private int maxLength;
    private int precision;
    private BigDecimal minimum;
    private BigDecimal maximum;
    private List<Choice> choices = List.of();
    private List<NavigationProperty> targets = List.of();

    ColumnDefinition(String logicalName, String schemaName, ColumnType type, int ordinal) {
        this.logicalName = logicalName;
        this.schemaName = schemaName;
        this.type = type;
        this.ordinal = ordinal;
        this.propertyName = type.isLookup() ? "_" + logicalName + "_value" : logicalName;
    }

    ColumnDefinition required(RequiredLevel level) {
        required = level;
        return this;
    }

    ColumnDefinition readOnly() {
        writable = false;
        return this;
    }

    ColumnDefinition maxLength(int characters) {
        maxLength = characters;
        return this;
    }

    ColumnDefinition range(String from, String to, int digitsAfterPoint) {
        minimum = new BigDecimal(from);
        maximum = new BigDecimal(to);
        precision = digitsAfterPoint;
        return this;
    }

    ColumnDefinition choices(List<Choice> values) {
        choices = List.copyOf(values);
        return this;
    }

    ColumnDefinition targets(List<NavigationProperty> properties) {
        targets = List.copyOf(properties);
        return this;
    }

    public String logicalName() {
        return logicalName;
    }

    public String schemaName() {
        return schemaName;
    }

    public ColumnType type() {
        return type;
    }

    /** Its place in a row's values. */
    public int ordinal() {
        return ordinal;
    }

    /** Its name in queries and answers: {@code _name_value} for a lookup, else the logical name. */
    public String propertyName() {
        return propertyName;
    }

    public RequiredLevel required() {
        return required;
    }

    /** Whether a client's value is taken; values for other columns are ignored. */
    public boolean writable() {
        return writable;
    }

    /** In UTF-16 units; texts only. */
    public int maxLength() {
        return maxLength;
    }

    /** Digits after the decimal point; decimal, double and money only. */
    public int precision() {
        return precision;
    }

    /** Smallest value, or null for a type without a range. */
    public BigDecimal minimum() {
        return minimum;
    }

    /** Greatest value, or null for a type without a range. */
    public BigDecimal maximum() {
        return maximum;
    }

    public List<Choice> choices() {
        return choices;
    }

    /** The choice with this number. */
    public Optional<Choice> choice(int value) {
        for (Choice choice : choices) {
            if (choice.value() == value) {
                return Optional.of(choice);
            }
        }
        return Optional.empty();
    }

    /** The navigation properties over a lookup column; several when it is polymorphic. */
    public List<NavigationProperty> targets() {
        return targets;
    }

    /** The navigation property of a lookup that leads to this table. */
    public Optional<NavigationProperty> target(String table) {
        return targets.stream().filter(target -> target.target().equals(table)).findFirst();
    }

    @Override
    public String toString() {
        return logicalName;
    }
}
