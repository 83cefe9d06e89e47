package io.d365hub.dataverse;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.d365hub.dataverse.client.DataverseException;
import io.d365hub.dataverse.client.ODataQuery;
import io.d365hub.dataverse.client.RowPage;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.support.ScheduledPollConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Begins an exchange for each row of a table, and then for each change of it.
 *
 * <p>Rows are handed over one after another in the order in which the service names them. The position is saved when all rows of
 * a page have been: a failed exchange, a stop and a crash repeat that page, so changes may come twice but none is left out.
 */
class ChangesConsumer extends ScheduledPollConsumer {

    private static final Logger LOG = LoggerFactory.getLogger(ChangesConsumer.class);

    private final DataverseEndpoint endpoint;
    private ChangePositions positions;
    private ChangesAlarm alarm;

    ChangesConsumer(DataverseEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.endpoint = endpoint;
    }

    @Override
    protected void doStart() throws Exception {
        positions = endpoint.getComponent().positions();
        alarm = new ChangesAlarm(name(), endpoint.getCamelContext());
        HealthCheckRegistry registry = HealthCheckRegistry.get(endpoint.getCamelContext());
        if (registry != null) {
            registry.register(alarm);
        }
        super.doStart();
    }

    @Override
    protected void doStop() throws Exception {
        super.doStop();
        HealthCheckRegistry registry = HealthCheckRegistry.get(endpoint.getCamelContext());
        if (registry != null) {
            registry.unregister(alarm);
        }
    }

    /** The name under which the position is kept. */
    private String name() {
        String given = endpoint.getConfiguration().getConsumerName();
        return RequestConfiguration.isSet(given) ? given : getRouteId() + "-" + endpoint.getTable();
    }

    @Override
    protected int poll() throws Exception {
        if (alarm.isStopped()) {
            return 0;
        }
        int handedOver = 0;
        ChangePosition position = position();
        while (isRunAllowed()) {
            RowPage page;
            try {
                page = read(position);
            } catch (DataverseException e) {
                if (!e.changesExpired()) {
                    throw e;
                }
                expired(e);
                return handedOver;
            }
            for (ObjectNode row : page.rows()) {
                if (!isRunAllowed()) {
                    return handedOver;
                }
                handOver(row, position.phase());
                handedOver++;
            }
            ChangePosition after = position.after(page, Instant.now());
            positions.save(name(), after);
            if (after.isLast(page, position)) {
                return handedOver;
            }
            position = after;
        }
        return handedOver;
    }

    private ChangePosition position() {
        List<String> columns = endpoint.selected();
        Optional<ChangePosition> saved = positions.load(name());
        if (saved.isPresent() && !saved.get().columns().equals(columns)) {
            LOG.warn(
                    "The columns of '{}' have changed since its position was saved; table {} is read whole",
                    name(),
                    endpoint.getTable());
            saved = Optional.empty();
        }
        return saved.orElseGet(() -> ChangePosition.start(columns));
    }

    private RowPage read(ChangePosition position) throws Exception {
        DataverseConfiguration settings = endpoint.getConfiguration();
        ODataQuery query = position.query(endpoint.getTable(), settings.getPageSize());
        try {
            return endpoint.getComponent()
                    .client()
                    .page(query, position.next(), endpoint.requestOptions(), settings.patience())
                    .get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception known ? known : e;
        }
    }

    private void handOver(ObjectNode row, ChangePosition.Phase phase) throws Exception {
        Exchange exchange = createExchange(false);
        try {
            Optional<String> deleted = RowPage.deletedId(row);
            exchange.getMessage().setHeader(DataverseConstants.CHANGE, deleted.isPresent() ? "deleted" : "changed");
            exchange.getMessage().setHeader(DataverseConstants.TABLE, endpoint.getTable());
            exchange.getMessage()
                    .setHeader(DataverseConstants.PHASE, phase.name().toLowerCase(Locale.ROOT));
            deleted.ifPresent(id -> exchange.getMessage().setHeader(DataverseConstants.ID, id));
            exchange.getMessage().setBody(row.toString());
            getProcessor().process(exchange);
            if (exchange.getException() != null) {
                throw exchange.getException();
            }
            if (exchange.isRollbackOnly()) {
                throw new IllegalStateException("The exchange of a change was marked for rollback");
            }
        } finally {
            releaseExchange(exchange, false);
        }
    }

    private void expired(DataverseException failure) {
        if (endpoint.getConfiguration().getOnExpired() == DataverseConfiguration.OnExpired.STOP) {
            alarm.stop(failure);
            LOG.warn(
                    "The position of '{}' in the changes of table {} has expired; nothing is read any more. {}",
                    name(),
                    endpoint.getTable(),
                    failure.getMessage());
        } else {
            alarm.resync();
            positions.clear(name());
            LOG.warn(
                    "The position of '{}' in the changes of table {} has expired; the table is read whole, and rows that"
                            + " were deleted meanwhile are not told. {}",
                    name(),
                    endpoint.getTable(),
                    failure.getMessage());
        }
    }
}
