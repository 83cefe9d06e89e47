package io.d365hub.connection;

import java.util.Objects;

/**
 * Where a named database is.
 *
 * @param name what routes call it
 * @param url JDBC address
 * @param user database user; empty when the address or the driver says it
 * @param password its password; never printed
 * @param connections most connections that this process opens to it
 */
public record DataSourceSettings(String name, String url, String user, String password, int connections) {

    public static final int DEFAULT_CONNECTIONS = 5;

    public DataSourceSettings {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(url, "url");
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(password, "password");
    }

    @Override
    public String toString() {
        return "DataSourceSettings[" + name + ", " + url.split("[;?]", 2)[0] + ", user " + user + "]";
    }
}
