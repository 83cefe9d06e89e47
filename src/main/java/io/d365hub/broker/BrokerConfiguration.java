package io.d365hub.broker;

import java.util.List;
import java.util.Map;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.WildcardConfiguration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.remoting.impl.invm.InVMAcceptorFactory;
import org.apache.activemq.artemis.core.remoting.impl.invm.TransportConstants;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptorFactory;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;

/** Turns {@link BrokerSettings} into Artemis' own configuration; says why for each value that is not Artemis' default. */
final class BrokerConfiguration {

    static final String TCP_ACCEPTOR = "tcp";

    /** Artemis waits for ever by default; and with less than this it gives up although the lock is free. */
    private static final long LOCK_TIMEOUT_MILLIS = 1000;

    /** So many ids, or records of ids, the broker keeps of each address. */
    static final int DUPLICATE_IDS = 20_000;

    private static final int NEVER_FULL = -1;

    private static final int SMALL_PAGE_BYTES = 64 << 10;
    private static final int SMALL_PREFETCH_BYTES = 8 << 10;

    private BrokerConfiguration() {}

    /**
     * The whole configuration.
     *
     * @param inVmId names this broker among those of the JVM
     * @param clusterPassword nobody uses it; it only must not be the well-known default
     */
    static Configuration of(BrokerSettings settings, int inVmId, String clusterPassword) throws Exception {
        ConfigurationImpl configuration = new ConfigurationImpl();
        configuration.setName("hub");
        configuration.addAcceptorConfiguration(new TransportConfiguration(
                InVMAcceptorFactory.class.getName(), Map.of(TransportConstants.SERVER_ID_PROP_NAME, inVmId), "in-vm"));
        if (settings.port() != BrokerSettings.NO_PORT) {
            configuration.addAcceptorConfiguration(new TransportConfiguration(
                    NettyAcceptorFactory.class.getName(),
                    Map.of(
                            "host",
                            settings.host(),
                            "port",
                            settings.port(),
                            "protocols",
                            "CORE,AMQP",
                            // DoorPolicy cannot write on a message in Artemis' own large form of AMQP: it loses
                            // changes.
                            // Above this size a message is refused in any case.
                            "amqpMinLargeMessageSize",
                            settings.maxMessageBytes() + 1),
                    TCP_ACCEPTOR));
        }
        journal(configuration, settings);
        memory(configuration, settings);
        configuration.setSecurityEnabled(true);
        configuration.setClusterPassword(clusterPassword);
        // '*' and '#' in an address are ordinary characters: no client may reach several doors with one name.
        configuration.setWildCardConfiguration(new WildcardConfiguration().setRoutingEnabled(false));
        configuration.setJMXManagementEnabled(false);
        // Nothing here expires and no queue deletes itself: no need to look for such.
        configuration.setMessageExpiryScanPeriod(-1);
        configuration.setAddressQueueScanPeriod(-1);
        configuration.registerBrokerPlugin(new DoorPolicy(settings.maxMessageBytes()));
        configuration.addAddressSetting("#", addressSettings(settings));
        for (String ingested : List.of(QueueNames.RECEIPTS, QueueNames.DEAD_LETTERS)) {
            // An ingester has a whole batch in hand; with less the broker stops reading pages, and warns.
            configuration.addAddressSetting(
                    ingested, addressSettings(settings).setMaxReadPageBytes(QueueIngester.MOST_BYTES_IN_HAND));
        }
        configuration.addAddressSetting(
                QueueNames.SUBSCRIPTIONS,
                addressSettings(settings)
                        // A page is in memory as a whole while it is read, and a thousand queues may each be at one.
                        .setPageSizeBytes(Math.min(SMALL_PAGE_BYTES, settings.pageBytes()))
                        .setPrefetchPageBytes(SMALL_PREFETCH_BYTES));
        return configuration;
    }

    private static void journal(Configuration configuration, BrokerSettings settings) {
        configuration.setPersistenceEnabled(true);
        configuration.setJournalDirectory(settings.folder().resolve("journal").toString());
        configuration.setBindingsDirectory(settings.folder().resolve("bindings").toString());
        configuration.setPagingDirectory(settings.folder().resolve("paging").toString());
        configuration.setLargeMessagesDirectory(
                settings.folder().resolve("large-messages").toString());
        configuration.setJournalLockAcquisitionTimeout(LOCK_TIMEOUT_MILLIS);
        configuration.setJournalType(JournalType.NIO);
        configuration.setJournalSyncTransactional(true);
        configuration.setJournalSyncNonTransactional(true);
        configuration.setJournalDatasync(settings.journalDatasync());
        int timeout = (int) settings.journalBufferTimeout().toNanos();
        configuration.setJournalBufferTimeout_NIO(timeout);
        configuration.setPageSyncTimeout(timeout);
        // Files that compaction sets free are used again; more than these are deleted.
        configuration.setJournalPoolFiles(10);
        configuration.setMaxDiskUsage(settings.diskLimitPercent() > 100 ? NEVER_FULL : settings.diskLimitPercent());
        configuration.setDiskScanPeriod((int) settings.diskCheckPeriod().toMillis());
    }

    private static void memory(Configuration configuration, BrokerSettings settings) {
        configuration.setGlobalMaxSize(settings.memoryBytes());
        configuration.setIDCacheSize(DUPLICATE_IDS);
        configuration.setPersistIDCache(true);
    }

    private static AddressSettings addressSettings(BrokerSettings settings) {
        return new AddressSettings()
                .setAutoCreateQueues(false)
                .setAutoCreateAddresses(false)
                .setAutoDeleteQueues(false)
                .setAutoDeleteAddresses(false)
                // A message leaves a queue only by a commit of the hub. A delay would let later ones overtake it.
                .setMaxDeliveryAttempts(-1)
                .setRedeliveryDelay(0)
                .setDeadLetterAddress(SimpleString.of(QueueNames.BROKER_DEAD_LETTERS))
                .setExpiryAddress(SimpleString.of(QueueNames.BROKER_DEAD_LETTERS))
                // A sender's time to live must not make an acknowledged message disappear.
                .setNoExpiry(true)
                .setAddressFullMessagePolicy(AddressFullMessagePolicy.PAGE)
                .setMaxSizeBytes(settings.queueMemoryBytes())
                .setPageSizeBytes(settings.pageBytes())
                // One page ahead for each queue: what lies ready in memory of a long queue.
                .setMaxReadPageBytes(settings.pageBytes())
                .setPrefetchPageBytes(settings.pageBytes());
    }
}
