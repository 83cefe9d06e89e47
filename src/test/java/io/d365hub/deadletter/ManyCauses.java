package io.d365hub.deadletter;

import io.d365hub.database.BulkInsert;
import io.d365hub.database.HubDatabase;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Causes as a target leaves them whose every refusal reads differently: without letters, the first ones with most open. */
public final class ManyCauses {

    private static final int DIFFERENT_COUNTS = 1_000;

    private ManyCauses() {}

    /** Puts as many into the database; their counts of open letters go from 1 to 1000. */
    public static void insert(HubDatabase database, String integration, int number) throws SQLException {
        List<Object[]> causes = new ArrayList<>(number);
        List<Object[]> counts = new ArrayList<>(number);
        for (int n = 0; n < number; n++) {
            UUID id = UUID.randomUUID();
            String words = "Refused for reason " + Integer.toString(n, Character.MAX_RADIX);
            causes.add(new Object[] {
                id, integration, "REFUSED", "0x80060891", words, "Not written.", words, "", "accounts", "", 1L, 2L
            });
            counts.add(new Object[] {id, "OPEN", 1L + n % DIFFERENT_COUNTS});
        }
        database.<Integer, SQLException>inTransaction(handle -> {
            BulkInsert.into(
                    handle.getConnection(),
                    "dead_letter_group",
                    List.of(
                            "id",
                            "integration",
                            "kind",
                            "code",
                            "words",
                            "what",
                            "why",
                            "mend",
                            "table_name",
                            "step",
                            "first_died_at",
                            "last_died_at"),
                    causes);
            BulkInsert.into(
                    handle.getConnection(), "dead_letter_count", List.of("group_id", "state", "letters"), counts);
            return 0;
        });
    }
}
