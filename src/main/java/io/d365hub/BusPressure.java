package io.d365hub;

import io.d365hub.intake.IntakePressure;
import io.d365hub.message.Integrations;

/** Whether bridges had better leave messages where they are. Thread-safe. */
final class BusPressure {

    private final Integrations integrations;
    private final int queueLimit;
    /** Null until the hub takes messages at all. */
    private volatile IntakePressure pressure;

    /** @param queueLimit most messages of an integration that may wait here */
    BusPressure(Integrations integrations, int queueLimit) {
        this.integrations = integrations;
        this.queueLimit = queueLimit;
    }

    void by(IntakePressure sampled) {
        pressure = sampled;
    }

    /** Also when the integration's route does not run, which has no queues then. */
    boolean isFull(String integration) {
        IntakePressure now = pressure;
        return now == null
                || integrations.find(integration).isEmpty()
                || now.closed().isPresent()
                || now.queued(integration) >= queueLimit;
    }
}
