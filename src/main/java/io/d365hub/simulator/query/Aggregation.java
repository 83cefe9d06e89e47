package io.d365hub.simulator.query;

import io.d365hub.simulator.model.ColumnType;
import io.d365hub.simulator.store.KeyValues;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Groups subjects and sums them up. Memory grows with the groups, not with the subjects. Used by one thread.
 *
 * @param <T> what is summed up: a row, or rows that were joined
 */
public final class Aggregation<T> {

    /** The service refuses to sum up more rows than these. */
    public static final int MOST_ROWS = 50_000;

    private static final MathContext AVERAGE = new MathContext(28, RoundingMode.HALF_UP);

    private final List<Function<T, Object>> keys;
    private final List<Measure<T>> measures;
    private final int mostRows;
    private final Map<List<Object>, Sums> groups = new LinkedHashMap<>();
    private int rows;

    /** What is calculated for each group. Nulls count in {@link #COUNT} only. */
    public enum Method {
        SUM,
        AVERAGE,
        MIN,
        MAX,
        /** All rows of the group. */
        COUNT,
        /** Rows whose value is not null. */
        COUNT_COLUMN,
        COUNT_DISTINCT;

        /** Whether columns of this type can be calculated with; the service refuses to add up what is no number. */
        public boolean takes(ColumnType type) {
            return (this != SUM && this != AVERAGE) || type.isNumber();
        }
    }

    /**
     * One calculated value.
     *
     * @param method how it is calculated
     * @param value what it is calculated from; not asked for {@link Method#COUNT}
     */
    public record Measure<T>(Method method, Function<T, Object> value) {}

    /**
     * A group of the result.
     *
     * @param keys the values that its rows share, as the first of its rows writes them
     * @param values one for each measure: Long for counts and whole numbers, BigDecimal, Double, or a column's value; null
     *     when no row had a value
     */
    public record Group(List<Object> keys, List<Object> values) {}

    /** More rows than may be summed up. */
    @SuppressWarnings("serial") // never serialized
    public static final class TooManyRows extends RuntimeException {

        TooManyRows(int most) {
            super("more than " + most + " rows to sum up", null, false, false);
        }
    }

    private static final class Sums {
        private final List<Object> keys;
        private final Object[] values;
        private final long[] counts;
        private final List<Set<Object>> distinct;

        Sums(List<Object> keys, int measures) {
            this.keys = keys;
            this.values = new Object[measures];
            this.counts = new long[measures];
            this.distinct = new ArrayList<>();
            for (int i = 0; i < measures; i++) {
                distinct.add(new HashSet<>(0));
            }
        }
    }

    /**
     * An aggregation of nothing yet.
     *
     * @param keys what is grouped by; empty for one group of everything, which is there even without rows
     * @param mostRows how many rows it takes before it refuses, normally {@link #MOST_ROWS}
     */
    public Aggregation(List<Function<T, Object>> keys, List<Measure<T>> measures, int mostRows) {
        this.keys = keys;
        this.measures = measures;
        this.mostRows = mostRows;
        if (keys.isEmpty()) {
            groups.put(List.of(), new Sums(List.of(), measures.size()));
        }
    }

    /**
     * Takes one subject in.
     *
     * @throws TooManyRows when it is one too many
     */
    public void add(T subject) {
        if (++rows > mostRows) {
            throw new TooManyRows(mostRows);
        }
        List<Object> values = new ArrayList<>(keys.size());
        List<Object> normalized = new ArrayList<>(keys.size());
        for (Function<T, Object> key : keys) {
            Object value = key.apply(subject);
            values.add(value);
            normalized.add(value == null ? null : KeyValues.normalized(value));
        }
        Sums sums = groups.computeIfAbsent(normalized, key -> new Sums(values, measures.size()));
        for (int i = 0; i < measures.size(); i++) {
            take(sums, i, measures.get(i), subject);
        }
    }

    private static <T> void take(Sums sums, int i, Measure<T> measure, T subject) {
        if (measure.method() == Method.COUNT) {
            sums.counts[i]++;
            return;
        }
        Object value = measure.value().apply(subject);
        if (value == null) {
            return;
        }
        sums.counts[i]++;
        Object old = sums.values[i];
        switch (measure.method()) {
            case SUM, AVERAGE -> sums.values[i] = old == null ? number(value) : plus(old, value);
            case MIN -> sums.values[i] = old == null || ValueOrder.INSTANCE.compare(value, old) < 0 ? value : old;
            case MAX -> sums.values[i] = old == null || ValueOrder.INSTANCE.compare(value, old) > 0 ? value : old;
            case COUNT_DISTINCT -> sums.distinct.get(i).add(KeyValues.normalized(value));
            case COUNT, COUNT_COLUMN -> {}
        }
    }

    /** Whole numbers are summed as long ones. */
    private static Object number(Object value) {
        return value instanceof Integer number ? (Object) number.longValue() : value;
    }

    private static Object plus(Object sum, Object value) {
        if (sum instanceof Long left && number(value) instanceof Long right) {
            return left + right;
        }
        if (sum instanceof Double left && value instanceof Double right) {
            return left + right;
        }
        return new BigDecimal(sum.toString()).add(new BigDecimal(value.toString()));
    }

    /** The groups in the order of their keys. */
    public List<Group> groups() {
        List<Group> result = new ArrayList<>(groups.size());
        for (Sums sums : groups.values()) {
            List<Object> values = new ArrayList<>(measures.size());
            for (int i = 0; i < measures.size(); i++) {
                values.add(value(sums, i));
            }
            result.add(new Group(sums.keys, values));
        }
        result.sort((a, b) -> compare(a.keys(), b.keys()));
        return result;
    }

    private Object value(Sums sums, int i) {
        return switch (measures.get(i).method()) {
            case COUNT, COUNT_COLUMN -> sums.counts[i];
            case COUNT_DISTINCT -> (long) sums.distinct.get(i).size();
            case SUM, MIN, MAX -> sums.values[i];
            case AVERAGE -> average(sums.values[i], sums.counts[i]);
        };
    }

    private static Object average(Object sum, long count) {
        if (sum == null) {
            return null;
        }
        return sum instanceof Double number
                ? (Object) (number / count)
                : new BigDecimal(sum.toString()).divide(BigDecimal.valueOf(count), AVERAGE);
    }

    private static int compare(List<Object> a, List<Object> b) {
        for (int i = 0; i < a.size(); i++) {
            int order = ValueOrder.INSTANCE.compare(a.get(i), b.get(i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }
}
