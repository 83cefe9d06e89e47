package io.d365hub.simulator.operation;

import io.d365hub.simulator.model.TableDefinition;
import io.d365hub.simulator.store.Reference;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;

/**
 * Gives callers that nobody has announced a row among the users: a client that was added while the simulator runs, or one whose
 * token is taken as it comes. Rows that they write lead to it.
 */
public final class CallerUsers {

    private static final int NON_INTERACTIVE = 4;

    private CallerUsers() {}

    /** Costs one look into a map when the row is there. */
    public static void ensure(Environment environment, Caller caller) {
        TableDefinition users = environment.model().table("systemuser");
        UUID id = caller.userId();
        if (environment.database().table(users).find(id) == null) {
            environment.database().write(transaction -> {
                if (transaction.find(users, id) == null) {
                    transaction.put(users, values(users, id, environment.clock().instant()));
                }
                return null;
            });
        }
    }

    private static Object[] values(TableDefinition users, UUID id, Instant now) {
        Object[] values = new Object[users.width()];
        values[0] = id;
        Instant stamp = now.truncatedTo(ChronoUnit.SECONDS);
        Reference self = new Reference(users.logicalName(), id);
        Map.of(
                        "firstname",
                        "#",
                        "lastname",
                        "Application " + id,
                        "isdisabled",
                        false,
                        "accessmode",
                        NON_INTERACTIVE,
                        "createdon",
                        stamp,
                        "modifiedon",
                        stamp,
                        "createdby",
                        self,
                        "modifiedby",
                        self)
                .forEach((name, value) -> values[users.column(name).ordinal()] = value);
        users.rule().apply(users, values);
        return values;
    }
}
