package io.d365hub.bench;

import java.util.Locale;

/** Prints one line for each figure: what, how much, against which goal. */
final class Table {

    private Table() {}

    static void head(String title) {
        System.out.printf(Locale.ROOT, "%n%s%n", title);
    }

    static void row(String what, double value, String unit) {
        System.out.printf(Locale.ROOT, "  %-66s %12s %s%n", what, number(value), unit);
    }

    static void row(String what, double value, String unit, boolean met, String goal) {
        System.out.printf(
                Locale.ROOT,
                "  %-66s %12s %-8s goal %s: %s%n",
                what,
                number(value),
                unit,
                goal,
                met ? "met" : "NOT MET");
    }

    private static String number(double value) {
        return Math.abs(value) >= 100
                ? String.format(Locale.ROOT, "%,.0f", value)
                : String.format(Locale.ROOT, "%.3f", value);
    }
}
