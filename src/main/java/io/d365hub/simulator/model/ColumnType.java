package io.d365hub.simulator.model;

/** The column types, each with the name that metadata gives it and its type on the wire. */
public enum ColumnType {
    TEXT("String", "Edm.String"),
    MEMO("Memo", "Edm.String"),
    INTEGER("Integer", "Edm.Int32"),
    BIG_INTEGER("BigInt", "Edm.Int64"),
    DECIMAL("Decimal", "Edm.Decimal"),
    DOUBLE("Double", "Edm.Double"),
    MONEY("Money", "Edm.Decimal"),
    BOOLEAN("Boolean", "Edm.Boolean"),
    CHOICE("Picklist", "Edm.Int32"),
    /** Several numbers out of a list at once; on the wire and in the store a text such as {@code 1,9}. */
    CHOICES("Virtual", "Edm.String"),
    STATE("State", "Edm.Int32"),
    STATUS("Status", "Edm.Int32"),
    DATE_TIME("DateTime", "Edm.DateTimeOffset"),
    DATE("DateTime", "Edm.Date"),
    LOOKUP("Lookup", "Edm.Guid"),
    CUSTOMER("Customer", "Edm.Guid"),
    OWNER("Owner", "Edm.Guid"),
    UNIQUE_IDENTIFIER("Uniqueidentifier", "Edm.Guid"),
    /** A file; its id on the wire, its content by requests of their own. */
    FILE("Virtual", "Edm.Guid"),
    /** A picture; on the wire a small one in Base64, whole by requests of its own. */
    IMAGE("Virtual", "Edm.Binary");

    private final String attributeType;
    private final String edmType;

    ColumnType(String attributeType, String edmType) {
        this.attributeType = attributeType;
        this.edmType = edmType;
    }

    /** The name in {@code AttributeMetadata.AttributeType}. */
    public String attributeType() {
        return attributeType;
    }

    /** The OData type name. */
    public String edmType() {
        return edmType;
    }

    /** Whether a value points at a row of another table. */
    public boolean isLookup() {
        return this == LOOKUP || this == CUSTOMER || this == OWNER;
    }

    /** Whether values are numbers out of a fixed list. */
    public boolean isChoice() {
        return this == CHOICE || this == STATE || this == STATUS;
    }

    /** Whether it has a content that requests of its own carry. */
    public boolean isFile() {
        return this == FILE || this == IMAGE;
    }

    /** Whether its values can be added up: whole numbers, decimals, floating point numbers and money. */
    public boolean isNumber() {
        return this == INTEGER || this == BIG_INTEGER || this == DECIMAL || this == DOUBLE || this == MONEY;
    }

    public boolean isText() {
        return this == TEXT || this == MEMO;
    }
}
