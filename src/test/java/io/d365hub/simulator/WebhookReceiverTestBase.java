package io.d365hub.simulator;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A simulator without rows, and a receiver that is registered as one of its webhooks. */
abstract class WebhookReceiverTestBase {

    @RegisterExtension
    final SimulatorFixture dataverse =
            SimulatorFixture.with(SimulatorSettings.defaults().withSeed(SimulatorSettings.Seed.EMPTY));

    final Receiver receiver = new Receiver();
    final Registrar registrar = new Registrar(dataverse);
    String webhook;

    @BeforeEach
    void register() {
        webhook = registrar.webhook(receiver.url());
    }

    @AfterEach
    void close() {
        receiver.close();
    }
}
