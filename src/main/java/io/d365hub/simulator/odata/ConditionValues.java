package io.d365hub.simulator.odata;

import io.d365hub.simulator.model.ColumnDefinition;
import io.d365hub.simulator.model.ColumnType;
import io.d365hub.simulator.query.ConditionFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Turns the texts that a condition is given into the values that it works with. */
public final class ConditionValues {

    private static final int QUARTERS = 4;
    private static final int MOST_YEARS = 9999;

    private ConditionValues() {}

    /**
     * The values of a condition's arguments.
     *
     * @throws ApiError 0x80040203 when there are too few or too many, or one is of the wrong type, or the condition does
     *     not fit the column
     */
    public static List<Object> of(ConditionFunction function, ColumnDefinition column, List<String> texts) {
        checkColumn(function, column);
        checkNumber(function, texts.size());
        List<Object> values = new ArrayList<>(texts.size());
        for (String text : texts) {
            Object value = value(function, column, text);
            if (value == null) {
                throw invalid("The value '" + text + "' is not valid for the condition '" + function.odataName()
                        + "' on the column '" + column.logicalName() + "'.");
            }
            values.add(value);
        }
        if (function.arguments() == ConditionFunction.Arguments.TWO_NUMBERS && (Integer) values.get(0) > QUARTERS) {
            throw invalid("There is no fiscal period " + values.get(0) + ".");
        }
        return values;
    }

    private static void checkColumn(ConditionFunction function, ColumnDefinition column) {
        boolean date = column.type() == ColumnType.DATE || column.type() == ColumnType.DATE_TIME;
        boolean fits =
                switch (function.arguments()) {
                    case NONE, NUMBER, TWO_NUMBERS, DATE -> date;
                    case CHOICES -> column.type() == ColumnType.CHOICES;
                    default -> true;
                };
        if (!fits || (function.needsTime() && column.type() == ColumnType.DATE)) {
            throw invalid("The condition '" + function.odataName() + "' is not valid for the column '"
                    + column.logicalName() + "'.");
        }
    }

    private static void checkNumber(ConditionFunction function, int given) {
        boolean right =
                switch (function.arguments()) {
                    case NONE, CALLER -> given == 0;
                    case NUMBER, DATE, ID -> given == 1;
                    case TWO_NUMBERS, TWO_VALUES -> given == 2;
                    case VALUES, CHOICES -> given > 0;
                };
        if (!right) {
            throw invalid("The condition '" + function.odataName() + "' does not take " + given + " values.");
        }
    }

    private static Object value(ConditionFunction function, ColumnDefinition column, String text) {
        return switch (function.arguments()) {
            case NUMBER, TWO_NUMBERS -> natural(text, function.countsYears() ? MOST_YEARS : Integer.MAX_VALUE);
            case CHOICES -> natural(text, Integer.MAX_VALUE);
            case ID -> id(text);
            default -> Values.ofText(text, column);
        };
    }

    private static Integer natural(String text, int greatest) {
        try {
            int number = Integer.parseInt(text.strip());
            return number < 1 || number > greatest ? null : number;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static UUID id(String text) {
        return Values.uuid(Values.unbraced(text));
    }

    private static ApiError invalid(String why) {
        return new ApiError(ErrorCode.INVALID_ARGUMENT, why);
    }
}
