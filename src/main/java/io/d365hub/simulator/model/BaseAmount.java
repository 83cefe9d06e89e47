package io.d365hub.simulator.model;

/**
 * A money column and the read-only one that holds its amount in the base currency of the organization.
 *
 * @param amount in the currency of the row
 * @param base the same in the base currency
 */
public record BaseAmount(ColumnDefinition amount, ColumnDefinition base) {

    /** The rate of the row's currency at the time of the write, on every table with money. */
    public static final String EXCHANGE_RATE = "exchangerate";

    private static final String BASE = "_base";

    /** The name of the column in the base currency. */
    public static String columnOf(String moneyColumn) {
        return moneyColumn + BASE;
    }

    /** The money column whose amount this one holds in the base currency; null when it holds its own. */
    public static String sourceOf(String column) {
        return column.endsWith(BASE) ? column.substring(0, column.length() - BASE.length()) : null;
    }
}
