package io.d365hub;

import io.d365hub.simulator.Simulator;
import io.d365hub.simulator.SimulatorSettings;
import io.d365hub.simulator.limits.Limits;
import java.util.Optional;

/** Starts the Dataverse simulator as the settings say, with the hub or alone. */
public final class DataverseSimulator {

    /** The service protection limits as Dataverse documents them. */
    public static final String DOCUMENTED = "documented";

    private DataverseSimulator() {}

    /** The simulator beside the hub; empty when the settings do not ask for one. */
    static Optional<Simulator> besideHub(Settings settings) {
        if (!settings.development() || settings.isSet("hub.dataverse.url") || !settings.flag("hub.simulator.enabled")) {
            return Optional.empty();
        }
        String limits = settings.text("hub.simulator.limits");
        Simulator simulator = start(SimulatorSettings.defaults()
                .withHost(settings.text("hub.simulator.host"))
                .withPort(settings.port("hub.simulator.port"))
                .withFile(settings.isSet("hub.simulator.file") ? settings.path("hub.simulator.file") : null)
                .withLimits(limits(limits)));
        try {
            CustomTables.make(settings.path("hub.simulator.tables"), simulator);
        } catch (HubStartException e) {
            simulator.close();
            throw e;
        }
        return Optional.of(simulator);
    }

    /** The preset of that name: {@link #DOCUMENTED}, or anything else for none. */
    public static Limits limits(String name) {
        return name.equals(DOCUMENTED) ? Limits.documented() : Limits.none();
    }

    /**
     * Starts a simulator.
     *
     * @throws HubStartException when it cannot bind its port
     */
    public static Simulator start(SimulatorSettings simulator) {
        try {
            return Simulator.start(simulator);
        } catch (IllegalStateException e) {
            throw new HubStartException(
                    "The simulator was not started.",
                    e.getMessage(),
                    "Free the port, or choose another one with HUB_SIMULATOR_PORT or --port.",
                    e);
        }
    }
}
