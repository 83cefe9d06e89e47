package io.d365hub;

import io.d365hub.broker.QueueNames;
import io.d365hub.broker.Queues;
import io.d365hub.bus.Bus;
import io.d365hub.bus.BusProfile;
import io.d365hub.bus.Destination;
import io.d365hub.bus.ForeignBus;
import io.d365hub.bus.MessageIds;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import java.util.function.Supplier;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/** The hub's own broker as a bus: its queues and topics for others, apart from those that it works with. */
final class OwnBus implements Bus {

    private final Supplier<HubStores> stores;

    OwnBus(Supplier<HubStores> stores) {
        this.stores = stores;
    }

    @Override
    public String name() {
        return OWN;
    }

    @Override
    public BusProfile profile() {
        return BusProfile.ARTEMIS;
    }

    @Override
    public Connection toSend(MessageIds ids) throws JMSException {
        ActiveMQConnectionFactory factory = stores.get().connections().jms();
        ForeignBus.tuneToSend(factory);
        return factory.createConnection();
    }

    @Override
    public Connection toReceive() throws JMSException {
        ActiveMQConnectionFactory factory = stores.get().connections().jms();
        ForeignBus.tune(factory);
        return factory.createConnection();
    }

    @Override
    public String address(Destination destination) {
        Queues queues = stores.get().queues();
        if (!destination.subscription().isEmpty()) {
            return queues.ensureSubscription(destination.name(), destination.subscription());
        }
        if (destination.topic()) {
            queues.ensureTopic(destination.name());
        } else {
            queues.ensureOut(destination.name());
        }
        return QueueNames.out(destination.name());
    }
}
