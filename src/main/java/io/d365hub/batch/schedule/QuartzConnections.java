package io.d365hub.batch.schedule;

import io.d365hub.database.HubDatabase;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.quartz.simpl.SimpleThreadPool;
import org.quartz.utils.ConnectionProvider;

/**
 * Lends Quartz connections of the hub's database. Thread-safe.
 *
 * <p>Quartz ends the threads that look for work by interrupting them. A thread that is interrupted while it reads the
 * embedded database's file closes that file for everybody (the way of Java's file channels). So before Quartz stops, {@link
 * #retire} sees to it that these threads are outside the database and stay there; jobs that still run are let in.
 */
final class QuartzConnections implements ConnectionProvider {

    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(10);

    private final HubDatabase database;
    private int lent;
    private boolean retired;

    QuartzConnections(HubDatabase database) {
        this.database = database;
    }

    @Override
    public Connection getConnection() throws SQLException {
        if (runsJobs(Thread.currentThread())) {
            return database.connection();
        }
        synchronized (this) {
            if (retired) {
                throw new SQLException("The hub is being stopped");
            }
            lent++;
        }
        try {
            return watched(database.connection());
        } catch (SQLException | RuntimeException e) {
            back();
            throw e;
        }
    }

    private static boolean runsJobs(Thread thread) {
        return thread.getClass().getEnclosingClass() == SimpleThreadPool.class;
    }

    private Connection watched(Connection connection) {
        return (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, (self, method, arguments) -> {
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    } finally {
                        if (method.getName().equals("close")) {
                            back();
                        }
                    }
                });
    }

    private synchronized void back() {
        lent--;
        notifyAll();
    }

    /** Lends to jobs only, and waits until the others have given theirs back. */
    synchronized void retire() {
        retired = true;
        long end = System.nanoTime() + PATIENCE;
        try {
            while (lent > 0 && System.nanoTime() < end) {
                wait(TimeUnit.NANOSECONDS.toMillis(PATIENCE));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void initialize() {
        // The hub has opened its database.
    }

    @Override
    public void shutdown() {
        // The hub closes its database.
    }
}
