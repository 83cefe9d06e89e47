package io.d365hub;

import io.d365hub.bus.BusProfile;
import io.d365hub.bus.BusSettings;
import io.d365hub.webhook.event.EventQueue;
import io.d365hub.webhook.registration.BusTarget;

/** Where Dataverse is to send events for a queue of the settings. */
final class BusTargets {

    private static final String FAMILY = "hub.bus";

    private BusTargets() {}

    /**
     * The target of a queue.
     *
     * @throws HubStartException when the settings do not say how Dataverse is let in
     */
    static BusTarget of(Settings settings, EventQueue queue) {
        BusSettings bus = BusParts.described(settings, queue.connection());
        String policy = settings.member(FAMILY, bus.name(), "policy");
        boolean azure =
                bus.profile() == BusProfile.SERVICEBUS && bus.url().getScheme().equals("amqps");
        if (azure && policy.isEmpty()) {
            throw new HubStartException(
                    "Nothing was registered.",
                    "It is not known how Dataverse may send to '" + bus.name() + "': " + FAMILY + "." + bus.name()
                            + ".policy is empty.",
                    "Make a shared access policy with Send only for Dataverse, and set its name there and its key as HUB_BUS_"
                            + Settings.environmentName(bus.name()) + "_POLICYKEY.");
        }
        return new BusTarget(
                azure ? "sb://" + bus.url().getHost() + "/" : address(bus),
                queue.path(),
                queue.queue().isEmpty(),
                policy.isEmpty() ? bus.user() : policy,
                policy.isEmpty() ? bus.password() : settings.member(FAMILY, bus.name(), "policykey"));
    }

    /** Only the simulator sends to other buses, over AMQP. */
    private static String address(BusSettings bus) {
        return "amqp" + (bus.url().getScheme().endsWith("s") ? "s" : "") + "://"
                + bus.url().getAuthority();
    }
}
