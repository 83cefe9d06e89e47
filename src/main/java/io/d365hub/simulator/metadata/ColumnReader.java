package io.d365hub.simulator.metadata;

import io.d365hub.simulator.model.AutoNumber;
import io.d365hub.simulator.model.Choice;
import io.d365hub.simulator.model.ColumnDraft;
import io.d365hub.simulator.model.ColumnType;
import io.d365hub.simulator.model.GlobalChoice;
import io.d365hub.simulator.model.Label;
import io.d365hub.simulator.model.ModelSnapshot;
import io.d365hub.simulator.model.RequiredLevel;
import io.d365hub.simulator.odata.ApiError;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Makes columns of {@code AttributeMetadata}. */
final class ColumnReader {

    private static final String MONEY_LIMIT = "922337203685477";
    private static final String DECIMAL_LIMIT = "100000000000";
    private static final int TEXT_LENGTH = 100;
    private static final int MEMO_LENGTH = 2000;
    private static final int GREATEST_TEXT = 4000;
    private static final int GREATEST_MEMO = 1_048_576;
    private static final int FIRST_OPTION = 100_000_000;

    private final ModelSnapshot model;

    ColumnReader(ModelSnapshot model) {
        this.model = model;
    }

    ColumnDraft read(Definition definition) {
        String schemaName = definition.customSchemaName();
        ColumnDraft draft = ColumnDraft.custom(schemaName.toLowerCase(Locale.ROOT), schemaName, type(definition))
                .displayName(definition.label("DisplayName", Label.of(schemaName)))
                .description(definition.label("Description"))
                .required(required(definition));
        return specific(definition, draft);
    }

    static RequiredLevel required(Definition definition) {
        String level = definition.value("RequiredLevel");
        for (RequiredLevel known : RequiredLevel.values()) {
            if (known.text().equals(level)) {
                return known;
            }
        }
        return RequiredLevel.NONE;
    }

    private static ColumnType type(Definition definition) {
        return switch (definition.type()) {
            case "StringAttributeMetadata" -> ColumnType.TEXT;
            case "MemoAttributeMetadata" -> ColumnType.MEMO;
            case "IntegerAttributeMetadata" -> ColumnType.INTEGER;
            case "BigIntAttributeMetadata" -> ColumnType.BIG_INTEGER;
            case "DecimalAttributeMetadata" -> ColumnType.DECIMAL;
            case "DoubleAttributeMetadata" -> ColumnType.DOUBLE;
            case "MoneyAttributeMetadata" -> ColumnType.MONEY;
            case "BooleanAttributeMetadata" -> ColumnType.BOOLEAN;
            case "PicklistAttributeMetadata" -> ColumnType.CHOICE;
            case "MultiSelectPicklistAttributeMetadata" -> ColumnType.CHOICES;
            case "DateTimeAttributeMetadata" ->
                "DateOnly".equals(definition.value("DateTimeBehavior")) ? ColumnType.DATE : ColumnType.DATE_TIME;
            case "LookupAttributeMetadata" -> ColumnType.LOOKUP;
            case "FileAttributeMetadata" -> ColumnType.FILE;
            case "ImageAttributeMetadata" -> ColumnType.IMAGE;
            case "" -> throw Definition.invalid("The payload of a column must name its type in '@odata.type'.");
            default -> throw ApiError.notSimulated("columns of the type '" + definition.type() + "'");
        };
    }

    /** The service's default for a file column. */
    private static final int FILE_KILOBYTES = 32_768;

    /** What most environments have as the default for an image. */
    private static final int IMAGE_KILOBYTES = 10_240;

    private ColumnDraft specific(Definition definition, ColumnDraft draft) {
        switch (type(definition)) {
            case TEXT ->
                draft.maxLength(length(definition, TEXT_LENGTH, GREATEST_TEXT))
                        .format(definition.value("FormatName"))
                        .autoNumberFormat(autoNumberFormat(definition));
            case MEMO ->
                draft.maxLength(length(definition, MEMO_LENGTH, GREATEST_MEMO)).format(definition.text("Format"));
            case INTEGER ->
                range(
                        definition,
                        draft.format(definition.text("Format")),
                        Integer.toString(Integer.MIN_VALUE),
                        Integer.toString(Integer.MAX_VALUE),
                        0);
            case DECIMAL, DOUBLE ->
                range(definition, draft, "-" + DECIMAL_LIMIT, DECIMAL_LIMIT, definition.number("Precision", 2));
            case MONEY -> range(definition, draft, "-" + MONEY_LIMIT, MONEY_LIMIT, definition.number("Precision", 2));
            case BOOLEAN -> draft.choices(booleans(definition.nested("OptionSet")));
            case CHOICE, CHOICES -> choices(definition, draft);
            case FILE ->
                draft.maxLength(definition.number("MaxSizeInKB", FILE_KILOBYTES))
                        .readOnly();
            case IMAGE -> draft.maxLength(definition.number("MaxSizeInKB", IMAGE_KILOBYTES));
            case DATE_TIME, DATE ->
                draft.format(definition.text("Format")).behavior(definition.value("DateTimeBehavior"));
            default -> {}
        }
        return draft;
    }

    /** The empty text is no format. */
    private static String autoNumberFormat(Definition definition) {
        String format = definition.text("AutoNumberFormat");
        if (format == null || format.isBlank()) {
            return null;
        }
        if (!AutoNumber.isFormat(format)) {
            throw Definition.invalid("The AutoNumberFormat '" + format + "' is not valid.");
        }
        return format;
    }

    private static int length(Definition definition, int otherwise, int greatest) {
        int length = definition.number("MaxLength", otherwise);
        if (length < 1 || length > greatest) {
            throw Definition.invalid("The MaxLength " + length + " is not from 1 to " + greatest + ".");
        }
        return length;
    }

    private static void range(Definition definition, ColumnDraft draft, String from, String to, int precision) {
        BigDecimal least = definition.decimal("MinValue", from);
        BigDecimal greatest = definition.decimal("MaxValue", to);
        if (least.compareTo(greatest) > 0) {
            throw Definition.invalid("The MinValue " + least.toPlainString() + " is greater than the MaxValue "
                    + greatest.toPlainString() + ".");
        }
        draft.range(plain(least), plain(greatest), precision);
    }

    /** {@code -100000000000.0} and {@code 1E+11} are whole numbers. */
    private static BigDecimal plain(BigDecimal value) {
        BigDecimal stripped = value.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    private static List<Choice> booleans(Definition optionSet) {
        return List.of(
                new Choice(0, optionSet.nested("FalseOption").label("Label", Label.of("No")), -1),
                new Choice(1, optionSet.nested("TrueOption").label("Label", Label.of("Yes")), -1));
    }

    private void choices(Definition definition, ColumnDraft draft) {
        String bound = definition.text("GlobalOptionSet@odata.bind");
        String name = definition.nested("OptionSet").flag("IsGlobal", false)
                ? definition.nested("OptionSet").required("Name")
                : null;
        if (bound == null && name == null) {
            draft.choices(options(definition.nested("OptionSet").list("Options"), List.of()));
            return;
        }
        GlobalChoice global = model.globalChoices().stream()
                .filter(choice -> choice.name().equals(name)
                        || (bound != null
                                && (bound.contains(choice.metadataId().toString())
                                        || bound.contains("'" + choice.name() + "'"))))
                .findFirst()
                .orElseThrow(() -> Definition.invalid(
                        "The global choice '" + (bound == null ? name : bound) + "' does not exist."));
        draft.globalChoice(global.name()).choices(global.choices());
    }

    /** The options, each with its value; those without one are numbered as the service numbers a new publisher's. */
    static List<Choice> options(List<Definition> options, List<Choice> before) {
        List<Choice> choices = new ArrayList<>(before);
        for (Definition option : options) {
            int value = option.number("Value", FIRST_OPTION + choices.size());
            if (choices.stream().anyMatch(choice -> choice.value() == value)) {
                throw Definition.invalid("The option value " + value + " is there twice.");
            }
            choices.add(new Choice(value, option.label("Label"), -1));
        }
        return choices;
    }
}
