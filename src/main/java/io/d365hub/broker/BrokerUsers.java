package io.d365hub.broker;

import io.d365hub.access.ApiClient;
import io.d365hub.access.ApiClients;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import javax.security.auth.Subject;
import org.apache.activemq.artemis.core.security.CheckType;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.apache.activemq.artemis.spi.core.security.ActiveMQSecurityManager5;
import org.apache.activemq.artemis.spi.core.security.jaas.UserPrincipal;

/**
 * Who may do what at the embedded broker: the hub itself everything; a client, with its name and API key, may send to
 * the doors of its integrations, receive from its queues and topics ({@code out.}), and nothing else. Nobody comes in without a name.
 */
final class BrokerUsers implements ActiveMQSecurityManager5 {

    /** What a receiver needs, be it of a queue or of a topic, where its subscription is a queue of its own. */
    private static final Set<CheckType> RECEIVING = Set.of(
            CheckType.CONSUME,
            CheckType.BROWSE,
            CheckType.CREATE_DURABLE_QUEUE,
            CheckType.CREATE_NON_DURABLE_QUEUE,
            CheckType.DELETE_DURABLE_QUEUE,
            CheckType.DELETE_NON_DURABLE_QUEUE);

    private final String hubUser;
    private final byte[] hubPassword;
    private final Supplier<ApiClients> clients;

    BrokerUsers(String hubUser, String hubPassword, Supplier<ApiClients> clients) {
        this.hubUser = hubUser;
        this.hubPassword = hubPassword.getBytes(StandardCharsets.UTF_8);
        this.clients = clients;
    }

    /** Marks the hub itself. The type counts, not the name. */
    private static final class HubPrincipal extends UserPrincipal {
        HubPrincipal(String name) {
            super(name);
        }
    }

    /** Marks a client and carries what it may do. */
    private static final class ClientPrincipal extends UserPrincipal {
        private final ApiClient client;

        ClientPrincipal(ApiClient client) {
            super(client.name());
            this.client = client;
        }
    }

    @Override
    public Subject authenticate(
            String user, String password, RemotingConnection remotingConnection, String securityDomain) {
        if (user == null || password == null) {
            return null;
        }
        if (user.equals(hubUser)) {
            return MessageDigest.isEqual(hubPassword, password.getBytes(StandardCharsets.UTF_8))
                    ? subject(new HubPrincipal(user))
                    : null;
        }
        Optional<ApiClient> client = clients.get().authenticate(user, password);
        return client.map(c -> subject(new ClientPrincipal(c))).orElse(null);
    }

    @Override
    public boolean authorize(Subject subject, Set<Role> roles, CheckType checkType, String address) {
        if (!subject.getPrincipals(HubPrincipal.class).isEmpty()) {
            return true;
        }
        Optional<String> out = QueueNames.nameOfOut(address);
        if (out.isPresent()) {
            return RECEIVING.contains(checkType)
                    && subject.getPrincipals(ClientPrincipal.class).stream()
                            .anyMatch(principal -> principal.client.mayReceive(out.get()));
        }
        Optional<String> integration = QueueNames.integrationOfDoor(address);
        return checkType == CheckType.SEND
                && integration.isPresent()
                && subject.getPrincipals(ClientPrincipal.class).stream()
                        .anyMatch(principal -> principal.client.maySendTo(integration.get()));
    }

    @Override
    public boolean validateUser(String user, String password) {
        throw new UnsupportedOperationException("The broker calls authenticate");
    }

    @Override
    public boolean validateUserAndRole(String user, String password, Set<Role> roles, CheckType checkType) {
        throw new UnsupportedOperationException("The broker calls authorize");
    }

    private static Subject subject(UserPrincipal principal) {
        return new Subject(true, Set.of(principal), Set.of(), Set.of());
    }
}
