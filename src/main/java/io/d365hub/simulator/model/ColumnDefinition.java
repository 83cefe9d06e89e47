package io.d365hub.simulator.model;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * One column of a table. Compared by identity: it belongs to exactly one table.
 */
public final class ColumnDefinition {

    private static final long BYTES_PER_KILOBYTE = 1024;

    private final ColumnDraft draft;
    private final int ordinal;
    private final String propertyName;

    /** Takes the draft over; it must not be changed any more. */
    ColumnDefinition(ColumnDraft draft, int ordinal) {
        this.draft = draft;
        this.ordinal = ordinal;
        this.propertyName = draft.type.isLookup() ? "_" + draft.logicalName + "_value" : draft.logicalName;
    }

    /** Its own for as long as it exists. */
    public UUID metadataId() {
        return draft.metadataId;
    }

    public String logicalName() {
        return draft.logicalName;
    }

    public String schemaName() {
        return draft.schemaName;
    }

    public ColumnType type() {
        return draft.type;
    }

    /** Its place in a row's values; never given to another column of the table. */
    public int ordinal() {
        return ordinal;
    }

    /** Its name in queries and answers: {@code _name_value} for a lookup, else the logical name. */
    public String propertyName() {
        return propertyName;
    }

    public RequiredLevel required() {
        return draft.required;
    }

    /** Whether clients may ask for its values; they may not for secrets. */
    public boolean readable() {
        return draft.readable;
    }

    /** Whether a client's value is taken; values for other columns are ignored. */
    public boolean writable() {
        return draft.creatable;
    }

    /** Whether a client's value is taken when a row is changed; it is not for ids and for what is fixed at creation. */
    public boolean updatable() {
        return draft.updatable;
    }

    /** In UTF-16 units; texts only. Of a file the longest one, in kilobytes. */
    public int maxLength() {
        return draft.maxLength;
    }

    /** Digits after the decimal point; decimal, double and money only. */
    public int precision() {
        return draft.precision;
    }

    /** Smallest value, or null for a type without a range. */
    public BigDecimal minimum() {
        return draft.minimum;
    }

    /** Greatest value, or null for a type without a range. */
    public BigDecimal maximum() {
        return draft.maximum;
    }

    public List<Choice> choices() {
        return draft.choices;
    }

    /** The choice with this number. */
    public Optional<Choice> choice(int value) {
        for (Choice choice : draft.choices) {
            if (choice.value() == value) {
                return Optional.of(choice);
            }
        }
        return Optional.empty();
    }

    /** The navigation properties over a lookup column; several when it is polymorphic. */
    public List<NavigationProperty> targets() {
        return draft.targets;
    }

    /** The longest content of a file or an image. */
    public long mostBytes() {
        return maxLength() * BYTES_PER_KILOBYTE;
    }

    /** The navigation property of a lookup that leads to this table. */
    public Optional<NavigationProperty> target(String table) {
        return draft.targets.stream()
                .filter(target -> target.target().equals(table))
                .findFirst();
    }

    public Label displayName() {
        return draft.displayName;
    }

    public Label description() {
        return draft.description;
    }

    /** What metadata calls the format; null for the type's own. */
    public String format() {
        return draft.format;
    }

    /** {@code UserLocal}, {@code TimeZoneIndependent} or {@code DateOnly}; null for the type's own. */
    public String behavior() {
        return draft.behavior;
    }

    /** The global choice that the values come from, or null. */
    public String globalChoice() {
        return draft.globalChoice;
    }

    /** How the service numbers new rows that come without a value, or null. */
    public String autoNumberFormat() {
        return draft.autoNumberFormat;
    }

    /** Whether it was added to what Microsoft delivers. */
    public boolean custom() {
        return draft.custom;
    }

    @Override
    public String toString() {
        return draft.logicalName;
    }
}
