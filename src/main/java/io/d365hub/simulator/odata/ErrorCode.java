package io.d365hub.simulator.odata;

/**
 * What the service may answer, ordered by status. The codes are those of Microsoft's table "Web service error codes".
 */
public enum ErrorCode {
    MALFORMED_REQUEST("0x80060888", 400, "ODataException"),
    BAD_SYNTAX("0x80060888", 400, "ODataException"),
    NO_PROPERTY("0x80060888", 400, "ODataException"),
    /** The columns in a URL's key are no key of the table. */
    INVALID_KEY("0x80060888", 400, "ODataException"),
    TOO_MANY_OPERATIONS("0x80060888", 400, "ODataException"),
    BAD_PAYLOAD("0x80048d19", 400, "PayloadError"),
    INVALID_ARGUMENT("0x80040203", 400, "InvalidArgument"),
    REQUIRED_FIELD_MISSING("0x80040200", 400, "RequiredFieldMissing"),
    UNEXPECTED("0x80040216", 400, "UnExpected"),
    TEXT_TOO_LONG("0x80044331", 400, "StringLengthTooLong"),
    INTEGER_OUT_OF_RANGE("0x8004432f", 400, "IntegerValueOutOfRange"),
    DECIMAL_OUT_OF_RANGE("0x80044330", 400, "DecimalValueOutOfRange"),
    CHOICE_OUT_OF_RANGE("0x8004431a", 400, "PicklistValueOutOfRange"),
    FILE_TOO_BIG("0x80044a02", 400, "AttachmentTooBig"),
    INVALID_STATUS("0x80048408", 400, "InvalidStateCodeStatusCode"),
    TOO_MANY_CONDITIONS("0x8004430c", 400, "TooManyConditionsInQuery"),
    TOO_MANY_ROWS_TO_AGGREGATE("0x8004e023", 400, "AggregateQueryRecordLimitExceeded"),
    COLUMN_EXISTS("0x80047013", 400, "AttributeNotUnique"),
    KEY_NAME_EXISTS("0x80060893", 400, "EntityKeyNameExists"),
    KEY_COLUMNS_EXIST("0x80060894", 400, "EntityKeyWithSelectedAttributesExists"),
    KEY_TOO_LARGE("0x80060895", 400, "IndexSizeConstraintViolated"),
    KEY_NOT_FAILED("0x80060897", 400, "ReactivateEntityKeyOnlyForFailedJobs"),
    /** A step that the operation waits for did not take its event. */
    STEP_FAILED("0x80050203", 400, "WebhookError"),
    CANNOT_DELETE_COMPONENT("0x8004f01f", 400, "CannotDeleteComponent"),
    ATTRIBUTE_UNKNOWN("0x80041103", 400, "QueryBuilderNoAttribute"),
    ENTITY_UNKNOWN("0x80041102", 400, "QueryBuilderNoEntity"),
    TOO_MANY_LINKS("0x8004430d", 400, "LinkEntitiesLimitExceeded"),
    CHANGE_TRACKING_NOT_ENABLED("0x80072491", 400, "ChangeTrackingNotEnabledForEntity"),
    EXPIRED_VERSION_STAMP("0x80044352", 400, "ExpiredVersionStamp"),
    PRIVILEGE_DENIED("0x80040220", 403, "PrivilegeDenied"),
    CANNOT_ACT_ON_BEHALF("0x8004a110", 403, "CannotActOnBehalfOfAnotherUser"),
    USER_DISABLED("0x80040225", 403, "UserNotEnabled"),
    NOT_A_MEMBER("0x80072560", 403, "UserNotMemberOfOrg"),
    OBJECT_DOES_NOT_EXIST("0x80040217", 404, "ObjectDoesNotExist"),
    RECORD_NOT_FOUND_BY_KEY("0x80060891", 404, "RecordNotFoundByEntityKey"),
    /** A condition names the version of a row that is not there. */
    VERSION_OF_ABSENT_ROW("0x80040217", 404, "ObjectDoesNotExist"),
    /** A lookup is bound to a row that is not there. */
    UNKNOWN_KEY_IN_BIND("0x80060891", 404, "RecordNotFoundByEntityKey"),
    SEGMENT_NOT_FOUND("0x80060888", 404, "ODataUnrecognizedPathException"),
    NO_RESOURCE("", 404, "NotFound"),
    METHOD_NOT_ALLOWED("0x80060888", 405, "NotSupported"),
    CANNOT_DELETE("0x80040227", 405, "CannotDeleteDueToAssociation"),
    DUPLICATE_RECORD("0x80040237", 412, "DuplicateRecord"),
    /** One row twice among the targets of {@code UpsertMultiple}. */
    DUPLICATE_TARGETS("0x80040237", 412, "DuplicateRecord"),
    DUPLICATES_FOUND("0x80040333", 412, "DuplicateRecordsFound"),
    DUPLICATE_KEY("0x80060892", 412, "DuplicateRecordEntityKey"),
    VERSION_MISMATCH("0x80060882", 412, "ConcurrencyVersionMismatch"),
    REQUEST_TOO_LONG("0x8004418a", 413, "RequestLengthTooLarge"),
    URL_TOO_LONG("0x80060888", 414, "UriTooLong"),
    UNSUPPORTED_MEDIA_TYPE("0x80060888", 415, "UnsupportedMediaType"),
    RANGE_NOT_SATISFIABLE("0x80040203", 416, "InvalidArgument"),
    TOO_MANY_REQUESTS("0x80072322", 429, "NumberOfRequestsExceeded"),
    TOO_MUCH_EXECUTION_TIME("0x80072321", 429, "CombinedExecutionTimeExceeded"),
    TOO_MANY_CONCURRENT_REQUESTS("0x80072326", 429, "NumberOfConcurrentRequestsExceeded"),
    SIMULATOR_FAILED("0x80040216", 500, "UnExpected"),
    NOT_SIMULATED("0x80040216", 501, "NotImplemented");

    private final String code;
    private final int status;
    private final String messageName;

    ErrorCode(String code, int status, String messageName) {
        this.code = code;
        this.status = status;
        this.messageName = messageName;
    }

    /** Lower-case hexadecimal, or empty for errors of the protocol. */
    public String code() {
        return code;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** The name in the error's annotations. */
    public String messageName() {
        return messageName;
    }
}
