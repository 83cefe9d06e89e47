package io.d365hub;

import io.d365hub.deadletter.PayloadFields;
import io.d365hub.intake.MessageCheck;
import io.d365hub.intake.MessageLimits;
import io.d365hub.intake.MessageRefusedException;
import io.d365hub.message.HubMessage;
import io.d365hub.message.Integration;
import io.d365hub.message.Integrations;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Finds the declared fields of a dead letter's payload, in the way in which the door finds the record key: strings and whole
 * numbers. What is not there, or no text, is left out.
 */
final class DeclaredFields implements PayloadFields {

    private final Integrations integrations;
    private final MessageCheck check = new MessageCheck(MessageLimits.defaults());

    DeclaredFields(Integrations integrations) {
        this.integrations = integrations;
    }

    @Override
    public Map<String, String> of(HubMessage message) {
        Map<String, String> found = new TreeMap<>();
        integrations.find(message.integration()).ifPresent(integration -> integration
                .searchFields()
                .forEach((name, place) ->
                        value(message, keyedBy(integration, place)).ifPresent(value -> found.put(name, value))));
        return found;
    }

    private Optional<String> value(HubMessage message, Integration integration) {
        try {
            return Optional.of(check.recordKey(message.body(), integration));
        } catch (MessageRefusedException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The same integration as if this were the place of its record key. */
    private static Integration keyedBy(Integration integration, String place) {
        return new Integration(
                integration.name(),
                integration.format(),
                place,
                integration.partitions(),
                integration.headers(),
                integration.startedLimit(),
                integration.patience(),
                integration.parentWait(),
                integration.afterDeadLetter(),
                integration.source());
    }
}
