package io.d365hub.rehearsal;

import java.util.Map;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;

/** Any component, as far as a case can see: takes every option, sends nothing, receives nothing by itself. */
final class StandInComponent extends DefaultComponent {

    private final StandIns standIns;

    StandInComponent(StandIns standIns) {
        this.standIns = standIns;
        setAutowiredEnabled(false); // Camel would wire the component that it takes this one for
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
        parameters.clear(); // whether the options are right is the check's business
        return new StandInEndpoint(uri, this);
    }

    private final class StandInEndpoint extends DefaultEndpoint {

        StandInEndpoint(String uri, StandInComponent component) {
            super(uri, component);
        }

        @Override
        public Producer createProducer() {
            return new DefaultProducer(this) {
                @Override
                public void process(Exchange exchange) {
                    standIns.keep(exchange);
                }
            };
        }

        @Override
        public Consumer createConsumer(Processor processor) {
            Consumer consumer = new DefaultConsumer(this, processor);
            standIns.open(consumer);
            return consumer;
        }
    }
}
