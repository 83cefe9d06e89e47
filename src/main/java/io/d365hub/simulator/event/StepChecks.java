package io.d365hub.simulator.event;

import io.d365hub.simulator.function.CustomApi;
import io.d365hub.simulator.function.CustomApis;
import io.d365hub.simulator.model.ColumnDefinition;
import io.d365hub.simulator.model.RuleViolation;
import io.d365hub.simulator.model.TableDefinition;
import io.d365hub.simulator.store.Reference;
import io.d365hub.simulator.store.Row;
import io.d365hub.simulator.store.Transaction;
import java.util.Map;
import java.util.Set;

/** Refuses steps, images and endpoints that make no sense together with the rows that they point at. */
public final class StepChecks {

    private static final String STEP = "sdkmessageprocessingstep";
    private static final String IMAGE = "sdkmessageprocessingstepimage";
    private static final Set<Integer> OPEN_STAGES = Set.of(10, 20, 40);
    private static final Set<String> WITH_IMAGES = Set.of(
            "Assign",
            "Create",
            "Delete",
            "DeliverIncoming",
            "DeliverPromote",
            "Merge",
            "Route",
            "Send",
            "SetState",
            "Update");
    private static final Map<String, Set<String>> PROPERTIES = Map.of(
            "Create", Set.of("Target", "Id"),
            "Update", Set.of("Target"),
            "Delete", Set.of("Target"),
            "Assign", Set.of("Target"),
            "SetState", Set.of("EntityMoniker"));
    private static final int PRE_IMAGE = 0;
    private static final int POST_IMAGE = 1;

    private final Transaction transaction;
    private final TableDefinition table;
    private final Object[] values;

    private StepChecks(Transaction transaction, TableDefinition table, Object[] values) {
        this.transaction = transaction;
        this.table = table;
        this.values = values;
    }

    /**
     * Checks a row that is to be stored; rows of other tables pass.
     *
     * @throws RuleViolation when it must not be stored
     */
    public static void check(Transaction transaction, TableDefinition table, Object[] values) {
        switch (table.logicalName()) {
            case STEP -> new StepChecks(transaction, table, values).step();
            case IMAGE -> new StepChecks(transaction, table, values).image();
            case "serviceendpoint" -> new StepChecks(transaction, table, values).endpoint();
            default -> {
                // Nothing to check.
            }
        }
    }

    private void endpoint() {
        Object type = value("authtype");
        if (value("contract").equals(Endpoint.WEBHOOK)
                && !type.equals(Endpoint.WEBHOOK_KEY)
                && value("authvalue") instanceof String xml) {
            try {
                WebhookSender.settings(xml);
            } catch (IllegalArgumentException e) {
                throw new RuleViolation("The authentication value of the webhook is not valid: " + e.getMessage());
            }
        }
    }

    private void step() {
        int ordinal = table.column("rank").ordinal();
        if (values[ordinal] == null) {
            values[ordinal] = 1;
        }
        if (!OPEN_STAGES.contains(value("stage"))) {
            throw new RuleViolation("Invalid plug-in registration stage. Steps can only be modified in stages"
                    + " Pre-validation (10), Pre-operation (20) and Post-operation (40).");
        }
        if (value("mode").equals(1) && !value("stage").equals(Step.POST_OPERATION)) {
            throw new RuleViolation("Only SdkMessageProcessingStep with Post-operation stage (40) can be registered for"
                    + " asynchronous execution.");
        }
        Row endpoint = row("eventhandler", "serviceendpoint");
        if (endpoint != null && value("configuration") != null) {
            throw new RuleViolation("A step whose event handler is a webhook takes no configuration.");
        }
        String message = messageName((Reference) value("sdkmessageid"));
        refuseUnwanted(message);
        String filtered = filteredTable();
        if (value("filteringattributes") instanceof String columns) {
            if (!message.equals(RowEvent.UPDATE)) {
                throw new RuleViolation("Filtering attributes can be set for the message Update only.");
            }
            requireColumns(filtered, Registrations.names(columns));
        }
    }

    /** A Custom API says itself which steps may hear of it. */
    private void refuseUnwanted(String message) {
        new CustomApis(transaction.database())
                .find(message)
                .filter(api -> api.steps() != CustomApi.Steps.ALL)
                .ifPresent(api -> {
                    if (api.steps() == CustomApi.Steps.NONE || value("mode").equals(0)) {
                        throw new RuleViolation("Custom SdkMessageProcessingStep is not allowed on the message '"
                                + message + "': the Custom API allows "
                                + (api.steps() == CustomApi.Steps.NONE ? "no" : "asynchronous") + " steps.");
                    }
                });
    }

    /** The table that the step is for; null for all. */
    private String filteredTable() {
        Row filter = row("sdkmessagefilterid", "sdkmessagefilter");
        if (filter == null) {
            return null;
        }
        TableDefinition filters = definition("sdkmessagefilter");
        if (!filter.value(filters.column("sdkmessageid")).equals(value("sdkmessageid"))) {
            throw new RuleViolation("The message filter is one of another message than the step's.");
        }
        if (!Boolean.TRUE.equals(filter.value(filters.column("iscustomprocessingstepallowed")))) {
            throw new RuleViolation(
                    "Custom SdkMessageProcessingStep is not allowed on the specified message and" + " entity.");
        }
        return (String) filter.value(filters.column("primaryobjecttypecode"));
    }

    private void requireColumns(String tableName, Set<String> columns) {
        TableDefinition of = tableName == null
                ? null
                : transaction.database().model().byLogicalName(tableName).orElse(null);
        for (String column : columns) {
            if (of != null && of.column(column) == null) {
                throw new RuleViolation(
                        "The attribute '" + column + "' does not exist on the entity '" + tableName + "'.");
            }
        }
    }

    private void image() {
        Row step = row("sdkmessageprocessingstepid", STEP);
        if (step == null) {
            return;
        }
        TableDefinition steps = definition(STEP);
        String message = messageName((Reference) step.value(steps.column("sdkmessageid")));
        int type = (Integer) value("imagetype");
        if (!WITH_IMAGES.contains(message)) {
            throw new RuleViolation("The message " + message + " does not support this image type.");
        }
        if ((message.equals(RowEvent.CREATE) && type != POST_IMAGE)
                || (message.equals(RowEvent.DELETE) && type != PRE_IMAGE)) {
            throw new RuleViolation("The message " + message + " does not support this image type.");
        }
        if (type != PRE_IMAGE && !step.value(steps.column("stage")).equals(Step.POST_OPERATION)) {
            throw new RuleViolation("PostImage is only supported in the Post-operation stage (40).");
        }
        String property = (String) value("messagepropertyname");
        if (PROPERTIES.containsKey(message) && !PROPERTIES.get(message).contains(property)) {
            throw new RuleViolation(
                    "Message property name '" + property + "' is not valid on message " + message + ".");
        }
        requireOwnAlias(step);
    }

    private void requireOwnAlias(Row step) {
        ColumnDefinition alias = table.column("entityalias");
        for (Row other : transaction.pointingAt(table, table.column("sdkmessageprocessingstepid"), step.id())) {
            if (!other.id().equals(values[0]) && value("entityalias").equals(other.value(alias))) {
                throw new RuleViolation("The step has another image with the alias '" + value("entityalias") + "'.");
            }
        }
    }

    private Object value(String name) {
        return values[table.column(name).ordinal()];
    }

    private TableDefinition definition(String name) {
        return transaction.database().model().table(name);
    }

    /** The row that a lookup points at; null when it points nowhere or into another table. */
    private Row row(String lookup, String target) {
        return value(lookup) instanceof Reference reference && reference.table().equals(target)
                ? transaction.find(definition(target), reference.id())
                : null;
    }

    private String messageName(Reference reference) {
        TableDefinition messages = definition("sdkmessage");
        return (String) transaction.find(messages, reference.id()).value(messages.column("name"));
    }
}
