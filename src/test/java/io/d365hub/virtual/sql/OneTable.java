package io.d365hub.virtual.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** The data source {@code erp} of a test; counts how often it is asked for a connection. */
public final class OneTable implements NamedDataSources {

    private final DataSource database;
    private final AtomicInteger connections = new AtomicInteger();

    public OneTable(DataSource database) {
        this.database = database;
    }

    @Override
    public Optional<DataSource> find(String name) {
        return Optional.of((DataSource) java.lang.reflect.Proxy.newProxyInstance(
                OneTable.class.getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("getConnection")) {
                        connections.incrementAndGet();
                    }
                    return method.invoke(database, arguments);
                }));
    }

    @Override
    public Set<String> names() {
        return Set.of("erp");
    }

    public int connections() {
        return connections.get();
    }

    public void run(String... statements) {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
