package io.d365hub.batch;

import io.d365hub.batch.RunParticipant.Admission;
import java.util.function.Predicate;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.EndpointAware;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.spi.WrapAwareProcessor;
import org.apache.camel.support.processor.DelegateAsyncProcessor;

/**
 * Stands before each step that leaves the hub, and asks the participants of a row's run when it passes the first of them. Other
 * exchanges pass without more than a look at a property.
 */
final class RowGate implements InterceptStrategy {

    /** Exchange property: what the participants said. */
    static final String ADMISSION = "HubBatchAdmission";

    private static final String PASSED = "HubBatchPassed";

    private final Predicate<Endpoint> leavesHub;

    RowGate(Predicate<Endpoint> leavesHub) {
        this.leavesHub = leavesHub;
    }

    @Override
    public Processor wrapProcessorInInterceptors(
            CamelContext context, NamedNode definition, Processor target, Processor nextTarget) {
        Endpoint endpoint = endpoint(target);
        return endpoint != null && leavesHub.test(endpoint) ? new Gate(target, endpoint) : target;
    }

    /** Where the step sends to; null when it is another step. Camel wraps steps for every strategy that came before. */
    private static Endpoint endpoint(Processor step) {
        Processor inner = step;
        while (inner instanceof WrapAwareProcessor wrapper) {
            inner = wrapper.getWrapped();
        }
        return inner instanceof EndpointAware sender ? sender.getEndpoint() : null;
    }

    private static final class Gate extends DelegateAsyncProcessor {

        private final Endpoint target;

        Gate(Processor processor, Endpoint target) {
            super(processor);
            this.target = target;
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            Run run = exchange.getProperty(RunContext.PROPERTY, Run.class);
            if (run == null || exchange.getProperty(PASSED) != null) {
                return super.process(exchange, callback);
            }
            exchange.setProperty(PASSED, true);
            exchange.setProperty(BatchRow.TARGET, target);
            try {
                Admission admission = run.beforeWrite(exchange);
                if (admission != Admission.WRITE) {
                    exchange.setProperty(ADMISSION, admission);
                    exchange.setRouteStop(true);
                    callback.done(true);
                    return true;
                }
            } catch (RuntimeException e) {
                exchange.setException(e);
                callback.done(true);
                return true;
            }
            return super.process(exchange, callback);
        }
    }
}
