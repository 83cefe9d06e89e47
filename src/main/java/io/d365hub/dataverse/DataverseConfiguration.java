package io.d365hub.dataverse;

import io.d365hub.throttle.Priority;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;

/** What one {@code dataverse:} endpoint does with each message. */
@UriParams
public class DataverseConfiguration extends QueryConfiguration implements Cloneable {

    /** What a function or action works on. */
    public enum Binding {
        NONE,
        TABLE,
        ROW
    }

    /** What becomes of a consumer whose position the service no longer knows. */
    public enum OnExpired {
        /** Reads the table whole. */
        RESYNC,
        /** Reads nothing until somebody has decided. */
        STOP
    }

    @UriParam(
            label = "consumer",
            defaultValue = "resync",
            enums = "resync,stop",
            description =
                    "What to do when the position in the changes has expired: read the table whole, or stop and say so"
                            + " in the health check until the position is cleared and the route started again")
    private OnExpired onExpired = OnExpired.RESYNC;

    @UriParam(
            label = "consumer",
            description = "Name under which the position in the changes is kept; route id and table when empty")
    private String consumerName;

    @UriParam(
            label = "producer,advanced",
            defaultValue = "event",
            enums = "interactive,event,batch,replay",
            description = "Who goes first when calls wait for the service's limits: each has a guaranteed share, and"
                    + " what one does not use the others borrow. A dead letter that is sent again"
                    + " counts as replay, a message whose sender waits as interactive, a row of a batch run as batch; the"
                    + " header CamelDataversePriority weighs more than all that")
    private Priority priority = Priority.EVENT;

    @UriParam(
            label = "common",
            defaultValue = "upsert",
            enums = "create,retrieve,update,upsert,delete,changeset,query,count,associate,disassociate,setColumn,"
                    + "clearColumn,function,action,batch,createMultiple,updateMultiple,upsertMultiple,metadata,"
                    + "changes",
            description =
                    "What is done with the row of the message: create, retrieve, update, upsert or delete it, or"
                            + " write the several rows of the message as one changeset, all or none; or what is asked of the table")
    private DataverseOperation operation = DataverseOperation.UPSERT;

    @UriParam(
            label = "producer",
            description = "Column of the alternate key by which the row is addressed, or several separated by commas."
                    + " Their values are taken out of the body. A type may be added for a value that JSON cannot tell:"
                    + " bld_from:date, bld_at:datetime, bld_number:number, bld_code:text, _bld_siteid_value:guid."
                    + " Without it the header CamelDataverseId must hold the row's id")
    private String key;

    @UriParam(
            label = "producer",
            description =
                    "Navigation property by which associate and disassociate work, e.g. contact_customer_accounts")
    private String navigation;

    @UriParam(
            label = "producer",
            defaultValue = "false",
            description = "Whether the navigation property holds one row only (a lookup)")
    private boolean single;

    @UriParam(label = "producer", description = "Column that setColumn and clearColumn write")
    private String column;

    @UriParam(label = "producer", description = "Name of the function, action or custom API to call")
    private String name;

    @UriParam(
            label = "producer",
            defaultValue = "none",
            enums = "none,table,row",
            description = "What a function or action works on: nothing, the table, or the row that key or the header"
                    + " CamelDataverseId names")
    private Binding binding = Binding.NONE;

    @UriParam(
            label = "producer",
            description = "Types of a function's parameters that JSON cannot tell, e.g. Id:guid,Until:datetime")
    private String parameters;

    @UriParam(
            label = "producer",
            defaultValue = "false",
            description = "Whether an action may be done twice. If not, a lost answer ends as unknown-outcome")
    private boolean repeatable;

    @UriParam(
            label = "producer",
            defaultValue = "true",
            description =
                    "Whether rows that wait at the same moment, of this route and others, are joined into few"
                            + " requests. Each message gets its own result all the same; false gives each row a request of its own")
    private boolean groupCommit = true;

    @UriParam(
            label = "producer",
            defaultValue = "false",
            description = "Whether the parts of a batch behind one that failed are carried out all the same")
    private boolean continueOnError;

    public boolean isContinueOnError() {
        return continueOnError;
    }

    public void setContinueOnError(boolean continueOnError) {
        this.continueOnError = continueOnError;
    }

    public OnExpired getOnExpired() {
        return onExpired;
    }

    public void setOnExpired(OnExpired onExpired) {
        this.onExpired = onExpired;
    }

    public String getConsumerName() {
        return consumerName;
    }

    public void setConsumerName(String consumerName) {
        this.consumerName = consumerName;
    }

    public Priority getPriority() {
        return priority;
    }

    public void setPriority(Priority priority) {
        this.priority = priority;
    }

    public DataverseOperation getOperation() {
        return operation;
    }

    public void setOperation(DataverseOperation operation) {
        this.operation = operation;
    }

    public String getKey() {
        return key;
    }

    public void setKey(String key) {
        this.key = key;
    }

    public String getNavigation() {
        return navigation;
    }

    public void setNavigation(String navigation) {
        this.navigation = navigation;
    }

    public boolean isSingle() {
        return single;
    }

    public void setSingle(boolean single) {
        this.single = single;
    }

    public String getColumn() {
        return column;
    }

    public void setColumn(String column) {
        this.column = column;
    }

    public String getName() {
        return name;
    }

    public void setName(String name) {
        this.name = name;
    }

    public Binding getBinding() {
        return binding;
    }

    public void setBinding(Binding binding) {
        this.binding = binding;
    }

    public String getParameters() {
        return parameters;
    }

    public void setParameters(String parameters) {
        this.parameters = parameters;
    }

    public boolean isRepeatable() {
        return repeatable;
    }

    public void setRepeatable(boolean repeatable) {
        this.repeatable = repeatable;
    }

    public boolean isGroupCommit() {
        return groupCommit;
    }

    public void setGroupCommit(boolean groupCommit) {
        this.groupCommit = groupCommit;
    }

    DataverseConfiguration copy() {
        try {
            return (DataverseConfiguration) clone();
        } catch (CloneNotSupportedException e) {
            throw new RuntimeCamelException(e);
        }
    }
}
