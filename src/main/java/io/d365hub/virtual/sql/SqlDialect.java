package io.d365hub.virtual.sql;

import java.util.Locale;

/** Where databases differ in what we say to them. */
enum SqlDialect {
    POSTGRESQL("char_length", true, true, false),
    H2("char_length", true, true, false),
    /** Orders null first by itself. */
    MYSQL("char_length", false, false, true),
    SQL_SERVER("len", false, false, false),
    ORACLE("length", true, false, false),
    /** Any other, by the SQL standard. */
    STANDARD("char_length", true, false, false);

    private final String length;
    private final boolean ordersNulls;
    private final boolean trimsAnything;
    private final boolean limits;

    SqlDialect(String length, boolean ordersNulls, boolean trimsAnything, boolean limits) {
        this.length = length;
        this.ordersNulls = ordersNulls;
        this.trimsAnything = trimsAnything;
        this.limits = limits;
    }

    static SqlDialect of(String product) {
        String name = product.toLowerCase(Locale.ROOT);
        if (name.contains("postgres")) {
            return POSTGRESQL;
        }
        if (name.equals("h2")) {
            return H2;
        }
        if (name.contains("mysql") || name.contains("mariadb")) {
            return MYSQL;
        }
        if (name.contains("microsoft sql server")) {
            return SQL_SERVER;
        }
        return name.contains("oracle") ? ORACLE : STANDARD;
    }

    /** Counts characters. SQL Server's leaves blanks at the end out, so it is not used there. */
    String length() {
        return length;
    }

    boolean countsCharacters() {
        return this != SQL_SERVER;
    }

    /** Whether {@code btrim(text, characters)} is known, which takes off any white space and not only blanks. */
    boolean trimsAnything() {
        return trimsAnything;
    }

    /** Behind an order term, so that null comes before every value; where the database does so by itself, nothing. */
    String nulls(boolean descending) {
        return ordersNulls ? (descending ? " nulls last" : " nulls first") : "";
    }

    /** The page clause; its parameters are {@code offset, limit}, or the other way round when {@link #limitFirst}. */
    String page() {
        return limits ? " limit ? offset ?" : " offset ? rows fetch next ? rows only";
    }

    boolean limitFirst() {
        return limits;
    }
}
