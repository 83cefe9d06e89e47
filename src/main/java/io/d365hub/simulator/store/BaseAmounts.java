package io.d365hub.simulator.store;

import io.d365hub.simulator.model.BaseAmount;
import io.d365hub.simulator.model.ColumnDefinition;
import io.d365hub.simulator.model.TableDefinition;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.function.Function;

/** Computes amounts in the base currency with the rate of the row's currency: so many of it for one of the base. */
public final class BaseAmounts {

    private static final int SCALE = 4;
    private static final int RATE_SCALE = 10;

    private BaseAmounts() {}

    /**
     * Sets rate and base amounts.
     *
     * @param rates the rate of a currency; null when it has none
     */
    public static void fill(TableDefinition table, Object[] values, Function<Reference, BigDecimal> rates) {
        if (table.computed().baseAmounts().isEmpty()) {
            return;
        }
        ColumnDefinition currency = table.column("transactioncurrencyid");
        ColumnDefinition exchangeRate = table.column(BaseAmount.EXCHANGE_RATE);
        BigDecimal rate = currency != null && values[currency.ordinal()] instanceof Reference reference
                ? rates.apply(reference)
                : null;
        if (exchangeRate != null) {
            values[exchangeRate.ordinal()] = rate == null ? null : rate.setScale(RATE_SCALE, RoundingMode.HALF_UP);
        }
        for (BaseAmount amount : table.computed().baseAmounts()) {
            Object value = values[amount.amount().ordinal()];
            values[amount.base().ordinal()] = value == null || rate == null
                    ? null
                    : ((BigDecimal) value).divide(rate, SCALE, RoundingMode.HALF_UP);
        }
    }

    /** The rate of a currency as its row has it. */
    public static BigDecimal rate(Transaction transaction, Reference currency) {
        TableDefinition currencies = transaction.database().model().table(currency.table());
        Row row = transaction.find(currencies, currency.id());
        return row == null ? null : (BigDecimal) row.value(currencies.column(BaseAmount.EXCHANGE_RATE));
    }
}
