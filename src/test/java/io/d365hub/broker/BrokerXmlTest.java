package io.d365hub.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.FileDeploymentManager;
import org.apache.activemq.artemis.core.config.impl.FileConfiguration;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docker/broker.xml gives an outside broker what the embedded one has. */
class BrokerXmlTest {

    @TempDir
    Path folder;

    FileConfiguration outside = new FileConfiguration();
    Configuration embedded;

    @BeforeEach
    void read() throws Exception {
        FileDeploymentManager files = new FileDeploymentManager(
                Path.of("docker", "broker.xml").toUri().toString());
        files.addDeployable(outside);
        files.readConfiguration();
        embedded = BrokerConfiguration.of(BrokerSettings.in(folder), 1, "unused");
    }

    @Test
    void queuesKeepTheirMessagesAsInTheEmbeddedBroker() {
        AddressSettings file = outside.getAddressSettings().get("#");
        AddressSettings own = embedded.getAddressSettings().get("#");
        assertThat(file)
                .usingRecursiveComparison()
                .comparingOnlyFields(
                        "autoCreateQueues",
                        "autoCreateAddresses",
                        "autoDeleteQueues",
                        "autoDeleteAddresses",
                        "deadLetterAddress",
                        "expiryAddress",
                        "noExpiry",
                        "maxDeliveryAttempts",
                        "redeliveryDelay",
                        "addressFullMessagePolicy")
                .isEqualTo(own);
    }

    @Test
    void theJournalIsSyncedAsInTheEmbeddedBroker() {
        assertThat(durability(outside)).isEqualTo(durability(embedded));
    }

    @Test
    void onlyTheCoreProtocolIsOpenAndTheSenderIsWrittenByTheBroker() {
        assertThat(outside.getAcceptorConfigurations())
                .hasSize(1)
                .allSatisfy(acceptor -> assertThat(acceptor.getParams()).containsEntry("protocols", "CORE"));
        assertThat(outside.isPopulateValidatedUser()).isTrue();
    }

    private static Map<String, Object> durability(Configuration broker) {
        return Map.ofEntries(
                Map.entry("persistence", broker.isPersistenceEnabled()),
                Map.entry("journal type", broker.getJournalType()),
                Map.entry("sync transactional", broker.isJournalSyncTransactional()),
                Map.entry("sync non-transactional", broker.isJournalSyncNonTransactional()),
                Map.entry("datasync", broker.isJournalDatasync()),
                Map.entry("buffer timeout", broker.getJournalBufferTimeout_NIO()),
                Map.entry("page sync timeout", broker.getPageSyncTimeout()),
                Map.entry("disk limit", broker.getMaxDiskUsage()),
                Map.entry("duplicate ids", broker.getIDCacheSize()),
                Map.entry("duplicate ids kept", broker.isPersistIDCache()),
                Map.entry("security", broker.isSecurityEnabled()),
                Map.entry("expiry scan", broker.getMessageExpiryScanPeriod()),
                Map.entry("wildcards", broker.getWildcardConfiguration().isRoutingEnabled()));
    }
}
