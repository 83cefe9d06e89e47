package io.d365hub.simulator.query;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The conditions beyond plain comparisons, by the names that OData's query functions and FetchXML's operators have for
 * them. {@link ConditionTests} says what they mean.
 */
public enum ConditionFunction {
    IN("In", "in", Arguments.VALUES),
    NOT_IN("NotIn", "not-in", Arguments.VALUES),
    BETWEEN("Between", "between", Arguments.TWO_VALUES),
    NOT_BETWEEN("NotBetween", "not-between", Arguments.TWO_VALUES),
    CONTAIN_VALUES("ContainValues", "contain-values", Arguments.CHOICES),
    NOT_CONTAIN_VALUES("DoesNotContainValues", "not-contain-values", Arguments.CHOICES),

    TODAY("Today", "today", Arguments.NONE),
    YESTERDAY("Yesterday", "yesterday", Arguments.NONE),
    TOMORROW("Tomorrow", "tomorrow", Arguments.NONE),
    LAST_7_DAYS("Last7Days", "last-seven-days", Arguments.NONE),
    NEXT_7_DAYS("Next7Days", "next-seven-days", Arguments.NONE),
    LAST_WEEK("LastWeek", "last-week", Arguments.NONE),
    LAST_MONTH("LastMonth", "last-month", Arguments.NONE),
    LAST_YEAR("LastYear", "last-year", Arguments.NONE),
    THIS_WEEK("ThisWeek", "this-week", Arguments.NONE),
    THIS_MONTH("ThisMonth", "this-month", Arguments.NONE),
    THIS_YEAR("ThisYear", "this-year", Arguments.NONE),
    NEXT_WEEK("NextWeek", "next-week", Arguments.NONE),
    NEXT_MONTH("NextMonth", "next-month", Arguments.NONE),
    NEXT_YEAR("NextYear", "next-year", Arguments.NONE),
    LAST_FISCAL_YEAR("LastFiscalYear", "last-fiscal-year", Arguments.NONE),
    THIS_FISCAL_YEAR("ThisFiscalYear", "this-fiscal-year", Arguments.NONE),
    NEXT_FISCAL_YEAR("NextFiscalYear", "next-fiscal-year", Arguments.NONE),
    LAST_FISCAL_PERIOD("LastFiscalPeriod", "last-fiscal-period", Arguments.NONE),
    THIS_FISCAL_PERIOD("ThisFiscalPeriod", "this-fiscal-period", Arguments.NONE),
    NEXT_FISCAL_PERIOD("NextFiscalPeriod", "next-fiscal-period", Arguments.NONE),

    LAST_X_HOURS("LastXHours", "last-x-hours", Arguments.NUMBER),
    LAST_X_DAYS("LastXDays", "last-x-days", Arguments.NUMBER),
    LAST_X_WEEKS("LastXWeeks", "last-x-weeks", Arguments.NUMBER),
    LAST_X_MONTHS("LastXMonths", "last-x-months", Arguments.NUMBER),
    LAST_X_YEARS("LastXYears", "last-x-years", Arguments.NUMBER),
    LAST_X_FISCAL_YEARS("LastXFiscalYears", "last-x-fiscal-years", Arguments.NUMBER),
    LAST_X_FISCAL_PERIODS("LastXFiscalPeriods", "last-x-fiscal-periods", Arguments.NUMBER),
    NEXT_X_HOURS("NextXHours", "next-x-hours", Arguments.NUMBER),
    NEXT_X_DAYS("NextXDays", "next-x-days", Arguments.NUMBER),
    NEXT_X_WEEKS("NextXWeeks", "next-x-weeks", Arguments.NUMBER),
    NEXT_X_MONTHS("NextXMonths", "next-x-months", Arguments.NUMBER),
    NEXT_X_YEARS("NextXYears", "next-x-years", Arguments.NUMBER),
    NEXT_X_FISCAL_YEARS("NextXFiscalYears", "next-x-fiscal-years", Arguments.NUMBER),
    NEXT_X_FISCAL_PERIODS("NextXFiscalPeriods", "next-x-fiscal-periods", Arguments.NUMBER),
    OLDER_THAN_X_MINUTES("OlderThanXMinutes", "olderthan-x-minutes", Arguments.NUMBER),
    OLDER_THAN_X_HOURS("OlderThanXHours", "olderthan-x-hours", Arguments.NUMBER),
    OLDER_THAN_X_DAYS("OlderThanXDays", "olderthan-x-days", Arguments.NUMBER),
    OLDER_THAN_X_WEEKS("OlderThanXWeeks", "olderthan-x-weeks", Arguments.NUMBER),
    OLDER_THAN_X_MONTHS("OlderThanXMonths", "olderthan-x-months", Arguments.NUMBER),
    OLDER_THAN_X_YEARS("OlderThanXYears", "olderthan-x-years", Arguments.NUMBER),
    IN_FISCAL_YEAR("InFiscalYear", "in-fiscal-year", Arguments.NUMBER),
    IN_FISCAL_PERIOD("InFiscalPeriod", "in-fiscal-period", Arguments.NUMBER),
    IN_FISCAL_PERIOD_AND_YEAR("InFiscalPeriodAndYear", "in-fiscal-period-and-year", Arguments.TWO_NUMBERS),
    IN_OR_BEFORE_FISCAL_PERIOD_AND_YEAR(
            "InOrBeforeFiscalPeriodAndYear", "in-or-before-fiscal-period-and-year", Arguments.TWO_NUMBERS),
    IN_OR_AFTER_FISCAL_PERIOD_AND_YEAR(
            "InOrAfterFiscalPeriodAndYear", "in-or-after-fiscal-period-and-year", Arguments.TWO_NUMBERS),

    ON("On", "on", Arguments.DATE),
    ON_OR_AFTER("OnOrAfter", "on-or-after", Arguments.DATE),
    ON_OR_BEFORE("OnOrBefore", "on-or-before", Arguments.DATE),
    NOT_ON("NotOn", "not-on", Arguments.DATE),

    EQUAL_USER_ID("EqualUserId", "eq-userid", Arguments.CALLER),
    NOT_EQUAL_USER_ID("NotEqualUserId", "ne-userid", Arguments.CALLER),
    EQUAL_BUSINESS_ID("EqualBusinessId", "eq-businessid", Arguments.CALLER),
    NOT_EQUAL_BUSINESS_ID("NotEqualBusinessId", "ne-businessid", Arguments.CALLER),
    EQUAL_USER_TEAMS("EqualUserTeams", "eq-userteams", Arguments.CALLER),
    EQUAL_USER_OR_USER_TEAMS("EqualUserOrUserTeams", "eq-useroruserteams", Arguments.CALLER),
    EQUAL_USER_LANGUAGE("EqualUserLanguage", "eq-userlanguage", Arguments.CALLER),

    ABOVE("Above", "above", Arguments.ID),
    ABOVE_OR_EQUAL("AboveOrEqual", "eq-or-above", Arguments.ID),
    UNDER("Under", "under", Arguments.ID),
    UNDER_OR_EQUAL("UnderOrEqual", "eq-or-under", Arguments.ID),
    NOT_UNDER("NotUnder", "not-under", Arguments.ID);

    private static final Map<String, ConditionFunction> BY_ODATA_NAME = byName(function -> function.odataName);
    private static final Map<String, ConditionFunction> BY_FETCH_NAME = byName(function -> function.fetchName);

    private final String odataName;
    private final String fetchName;
    private final Arguments arguments;

    ConditionFunction(String odataName, String fetchName, Arguments arguments) {
        this.odataName = odataName;
        this.fetchName = fetchName;
        this.arguments = arguments;
    }

    /** What is given beside the column. */
    public enum Arguments {
        /** Nothing; the column is a date. */
        NONE,
        /** Nothing; the column is compared with what the caller is. */
        CALLER,
        /** A whole number. */
        NUMBER,
        /** A fiscal period, 1 to 4, and a year. */
        TWO_NUMBERS,
        /** A date, or a date and time. */
        DATE,
        /** A value of the column's type, at least one. */
        VALUES,
        /** Two values of the column's type. */
        TWO_VALUES,
        /** Numbers of choices, at least one. */
        CHOICES,
        /** A GUID. */
        ID
    }

    private static Map<String, ConditionFunction> byName(Function<ConditionFunction, String> name) {
        return Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(name, Function.identity()));
    }

    /** The function with this name in OData, without namespace; case-sensitive. */
    public static Optional<ConditionFunction> byODataName(String name) {
        return Optional.ofNullable(BY_ODATA_NAME.get(name));
    }

    /** The operator with this name in FetchXML. */
    public static Optional<ConditionFunction> byFetchName(String name) {
        return Optional.ofNullable(BY_FETCH_NAME.get(name));
    }

    public String odataName() {
        return odataName;
    }

    public String fetchName() {
        return fetchName;
    }

    public Arguments arguments() {
        return arguments;
    }

    /** Whether it looks at the time within a day, so that columns without a time cannot be asked. */
    public boolean needsTime() {
        return odataName.endsWith("Hours") || odataName.endsWith("Minutes");
    }

    /** Whether its number is one of years, or a year itself. */
    public boolean countsYears() {
        return odataName.endsWith("Years") || odataName.endsWith("Year");
    }
}
