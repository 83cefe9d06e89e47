package io.d365hub.dataverse;

import org.apache.camel.RuntimeCamelException;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;

/** What one {@code dataverse:} endpoint does with each message. */
@UriParams
public class DataverseConfiguration implements Cloneable {

    @UriParam(
            label = "producer",
            defaultValue = "upsert",
            enums = "create,retrieve,update,upsert,delete,changeset",
            description = "What is done with the row of the message: create, retrieve, update, upsert or delete it, or"
                    + " write the several rows of the message as one changeset, all or none")
    private DataverseOperation operation = DataverseOperation.UPSERT;

    @UriParam(
            label = "producer",
            description = "Column of the alternate key by which the row is addressed, or several separated by commas."
                    + " Their values are taken out of the body. A type may be added for a value that JSON cannot tell:"
                    + " bld_from:date, bld_at:datetime, bld_number:number, bld_code:text, _bld_siteid_value:guid."
                    + " Without it the header CamelDataverseId must hold the row's id")
    private String key;

    @UriParam(label = "producer", description = "Columns to retrieve, separated by commas; all columns when empty")
    private String select;

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

    public String getSelect() {
        return select;
    }

    public void setSelect(String select) {
        this.select = select;
    }

    DataverseConfiguration copy() {
        try {
            return (DataverseConfiguration) clone();
        } catch (CloneNotSupportedException e) {
            throw new RuntimeCamelException(e);
        }
    }
}
