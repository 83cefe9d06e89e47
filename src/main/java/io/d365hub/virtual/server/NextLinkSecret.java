package io.d365hub.virtual.server;

import io.d365hub.database.HubDatabase;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;

/** The secret that signs next links; the same for all hub processes of a database. */
public final class NextLinkSecret {

    private static final int BYTES = 32;

    private NextLinkSecret() {}

    /** Reads it; makes it when there is none. */
    public static byte[] of(HubDatabase database, SecureRandom random) {
        Optional<String> there = read(database);
        if (there.isEmpty()) {
            byte[] fresh = new byte[BYTES];
            random.nextBytes(fresh);
            try {
                database.jdbi()
                        .useHandle(handle -> handle.execute(
                                "insert into virtual_secret (id, secret) values (1, ?)",
                                HexFormat.of().formatHex(fresh)));
            } catch (RuntimeException e) {
                // Another process was first: then its secret is there.
                if (read(database).isEmpty()) {
                    throw e;
                }
            }
            there = read(database);
        }
        return HexFormat.of().parseHex(there.orElseThrow());
    }

    private static Optional<String> read(HubDatabase database) {
        return database.jdbi().withHandle(handle -> handle.createQuery("select secret from virtual_secret where id = 1")
                .mapTo(String.class)
                .findOne());
    }
}
