package io.d365hub.simulator.operation;

import io.d365hub.simulator.event.Events;
import io.d365hub.simulator.model.DataModel;
import io.d365hub.simulator.odata.Dialect;
import io.d365hub.simulator.odata.RowInputReader;
import io.d365hub.simulator.query.QueryContext;
import io.d365hub.simulator.store.Database;
import io.d365hub.simulator.store.Reference;
import io.d365hub.simulator.tracking.ChangeHistory;
import java.time.InstantSource;

/**
 * The simulated environment that operations work on. Thread-safe. A reset makes a new one.
 *
 * @param database the rows
 * @param reader reads rows out of bodies
 * @param clock says when rows are created and changed
 * @param organization who it belongs to
 * @param baseCurrency what new rows are priced in unless they say otherwise; null for none
 * @param rules what people decide for an environment: how it answers, who may not do what
 * @param changes what has changed in the tables that somebody tracks
 * @param events tells others of what happens to rows
 */
public record Environment(
        Database database,
        RowInputReader reader,
        InstantSource clock,
        Organization organization,
        Reference baseCurrency,
        EnvironmentRules rules,
        ChangeHistory changes,
        Events events) {

    /** How it answers where the facts are uncertain. */
    public Dialect dialect() {
        return rules.dialect();
    }

    public DataModel model() {
        return database.model();
    }

    /** What the conditions of this caller's query may ask about. */
    QueryContext queryContext(Caller caller) {
        return new QueryContext(database, caller.userId(), organization.businessUnitId(), clock.instant());
    }
}
