package io.d365hub;

import io.d365hub.bus.Bus;
import io.d365hub.bus.BusProfile;
import io.d365hub.bus.BusSettings;
import io.d365hub.bus.Buses;
import io.d365hub.bus.Destination;
import io.d365hub.bus.ForeignBus;
import io.d365hub.bus.bridge.BridgeSurroundings;
import io.d365hub.bus.bridge.Bridges;
import io.d365hub.bus.bridge.LocalDoor;
import io.d365hub.intake.IntakePressure;
import io.d365hub.message.Integrations;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** The brokers of the settings, made known to routes by their names, and the bridges from them. Thread-safe. */
final class BusParts implements BridgeSurroundings, AutoCloseable {

    private static final String FAMILY = "hub.bus";
    /** The broker counts properties, too. */
    private static final int PROPERTY_BYTES = 64 << 10;

    private final Settings settings;
    private final Supplier<HubStores> stores;
    private final Buses buses;
    private final Bridges bridges = new Bridges();
    private final BusPressure pressure;

    private BusParts(Settings settings, Supplier<HubStores> stores, Integrations integrations) {
        this.settings = settings;
        this.stores = stores;
        List<Bus> all = new ArrayList<>();
        all.add(new OwnBus(stores));
        settings.members(FAMILY).forEach(name -> all.add(new ForeignBus(described(settings, name))));
        this.buses = new Buses(all);
        this.pressure = new BusPressure(integrations, settings.number("hub.push.queue-limit"));
    }

    /**
     * Makes them known; nothing is connected.
     *
     * @throws HubStartException when a setting of theirs is missing or wrong
     */
    static BusParts bind(Settings settings, RouteEngine engine, Supplier<HubStores> stores, Integrations integrations) {
        BusParts parts = new BusParts(settings, stores, integrations);
        engine.bind(Buses.REGISTRY_NAME, parts.buses);
        engine.bind("bridgeSurroundings", parts);
        return parts;
    }

    /**
     * What the settings say of a bus.
     *
     * @throws HubStartException when it is missing or wrong
     */
    static BusSettings described(Settings settings, String name) {
        if (name.equals(Bus.OWN)) {
            throw refused(name, "'" + Bus.OWN + "' is the hub's own broker.", "Choose another name.");
        }
        try {
            URI url = URI.create(settings.member(FAMILY, name, "url"));
            String profile = settings.member(FAMILY, name, "profile");
            return new BusSettings(
                    name,
                    url,
                    profile.isEmpty() ? BusProfile.of(url) : BusProfile.valueOf(profile.toUpperCase(Locale.ROOT)),
                    settings.member(FAMILY, name, "user"),
                    settings.member(FAMILY, name, "password"),
                    settings.member(FAMILY, name, "prefetch").isEmpty()
                            ? BusSettings.DEFAULT_PREFETCH
                            : settings.number(FAMILY + "." + name + ".prefetch"));
        } catch (IllegalArgumentException e) {
            throw refused(
                    name,
                    e.getMessage(),
                    "Set .url to tcp://, amqp:// or amqps:// with a host, and .profile to artemis, amqp or servicebus,"
                            + " or leave it out.");
        }
    }

    private static HubStartException refused(String name, String why, String mend) {
        return new HubStartException(
                "The hub was not started.", "Bus " + FAMILY + "." + name + " cannot be used. " + why, mend);
    }

    @Override
    public Bridges.Ending bridge(String connection, Destination place, String integration) {
        return run(
                connection,
                place,
                new PushBridge(
                        integration,
                        connection + "/" + place,
                        () -> stores.get().connections(),
                        pressure,
                        bodyLimit()));
    }

    /** Brings the messages of a queue to a door. */
    Bridges.Ending run(String connection, Destination place, LocalDoor door) {
        return bridges.run(buses.find(connection), place, door);
    }

    /** How the bridges stand. */
    List<Bridges.State> states() {
        return bridges.states();
    }

    BusPressure pressure() {
        return pressure;
    }

    private int bodyLimit() {
        int limit = settings.number("hub.http.body-limit");
        return limit - Math.min(PROPERTY_BYTES, limit / 4);
    }

    /** From here on messages come. */
    void open(IntakePressure sampled) {
        pressure.by(sampled);
        bridges.open();
    }

    @Override
    public void close() {
        bridges.close();
    }
}
