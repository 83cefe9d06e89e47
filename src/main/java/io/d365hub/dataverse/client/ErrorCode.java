package io.d365hub.dataverse.client;

import static io.d365hub.failure.FailureKind.MISCONFIGURED;
import static io.d365hub.failure.FailureKind.REFUSED;
import static io.d365hub.failure.FailureKind.THROTTLED;
import static io.d365hub.failure.FailureKind.TRANSIENT;

import io.d365hub.failure.FailureKind;
import io.d365hub.throttle.Limit;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The error codes of Dataverse that an integration meets, and what each means for the message. Names and numbers are
 * those of Microsoft's page "Web service error codes". Codes that stand for many things (0x80060888, 0x80048d19, 0x0)
 * are not here: their texts decide, see {@link Meaning}.
 */
enum ErrorCode {
    OBJECT_DOES_NOT_EXIST(0x80040217, REFUSED, Mend.ROW_MISSING),
    RECORD_NOT_FOUND_BY_ENTITY_KEY(0x80060891, REFUSED, Mend.ROW_MISSING),
    DUPLICATE_RECORD(0x80040237, REFUSED, Mend.EXISTS),
    DUPLICATE_RECORD_ENTITY_KEY(0x80060892, REFUSED, Mend.EXISTS),
    SQL_UNIQUE_INDEX_VIOLATION(0x80073002, REFUSED, Mend.EXISTS),
    DUPLICATE_RECORDS_FOUND(0x80040333, REFUSED, Mend.EXISTS),
    MULTIPLE_RECORDS_FOUND_BY_ENTITY_KEY(0x8006089d, REFUSED, Mend.SEVERAL_ROWS),
    CONCURRENCY_VERSION_MISMATCH(0x80060882, REFUSED, Mend.CHANGED_MEANWHILE),

    INVALID_ARGUMENT(0x80040203, REFUSED, Mend.DATA),
    REQUIRED_FIELD_MISSING(0x80040200, REFUSED, Mend.DATA),
    NO_ATTRIBUTES(0x80047014, REFUSED, Mend.DATA),
    STRING_TOO_LONG(0x80044331, REFUSED, Mend.DATA),
    INTEGER_OUT_OF_RANGE(0x8004432f, REFUSED, Mend.DATA),
    DECIMAL_OUT_OF_RANGE(0x80044330, REFUSED, Mend.DATA),
    PICKLIST_VALUE_OUT_OF_RANGE(0x8004431a, REFUSED, Mend.DATA),
    INVALID_STATE_CODE_STATUS_CODE(0x80048408, REFUSED, Mend.STATE),
    CANNOT_DELETE_DUE_TO_ASSOCIATION(0x80040227, REFUSED, Mend.BUSINESS_RULE),
    ISV_ABORTED(0x80040265, REFUSED, Mend.BUSINESS_RULE),
    REQUEST_LENGTH_TOO_LARGE(0x8004418a, REFUSED, Mend.TOO_LARGE),

    ENTITY_KEY_NOT_DEFINED(0x80060890, MISCONFIGURED, Mend.KEYS),
    INVALID_ENTITY_KEY_OPERATION(0x8006088f, MISCONFIGURED, Mend.KEYS),
    INDEX_SIZE_CONSTRAINT_VIOLATED(0x80060895, MISCONFIGURED, Mend.KEYS),
    OPTIMISTIC_CONCURRENCY_NOT_ENABLED(0x8006088d, MISCONFIGURED, Mend.TABLE_SETTING),
    CONCURRENCY_VERSION_NOT_PROVIDED(0x80060883, MISCONFIGURED, Mend.TABLE_SETTING),
    CHANGE_TRACKING_NOT_ENABLED(0x80072491, MISCONFIGURED, Mend.TABLE_SETTING),

    EXPIRED_VERSION_STAMP(0x80044352, REFUSED, Mend.RESYNC),
    AGGREGATE_LIMIT(0x8004e023, REFUSED, Mend.NARROW),

    PRIVILEGE_DENIED(0x80040220, MISCONFIGURED, Mend.PRIVILEGE),
    CRM_SECURITY_ERROR(0x80040231, MISCONFIGURED, Mend.PRIVILEGE),
    NOT_ENOUGH_PRIVILEGE(0x80048306, MISCONFIGURED, Mend.PRIVILEGE),
    ACCESS_DENIED(0x80048405, MISCONFIGURED, Mend.PRIVILEGE),
    PRINCIPAL_PRIVILEGE_DENIED(0x80040256, MISCONFIGURED, Mend.PRIVILEGE),
    COLUMN_SECURITY_CREATE(0x8004f507, MISCONFIGURED, Mend.PRIVILEGE),
    COLUMN_SECURITY_UPDATE(0x8004f508, MISCONFIGURED, Mend.PRIVILEGE),
    COLUMN_SECURITY_READ(0x8004f50b, MISCONFIGURED, Mend.PRIVILEGE),
    CANNOT_ACT_ON_BEHALF(0x8004a110, MISCONFIGURED, Mend.PRIVILEGE),
    APPLICATION_NOT_ALLOWED(0x80095ffc, MISCONFIGURED, Mend.PRIVILEGE),
    USER_NOT_MEMBER_OF_ORG(0x80072560, MISCONFIGURED, Mend.USER),
    USER_NOT_ASSIGNED_ROLES(0x80042f09, MISCONFIGURED, Mend.USER),
    USER_NOT_ENABLED(0x80040225, MISCONFIGURED, Mend.USER),
    USER_DISABLED(0x8004a112, MISCONFIGURED, Mend.USER),
    USER_NOT_ENABLED_BY_CLIENT(0x8004d24b, MISCONFIGURED, Mend.USER),
    NOT_AUTHENTICATED(0x80044302, MISCONFIGURED, Mend.SIGN_IN),
    INVALID_USER_AUTH(0x80040204, MISCONFIGURED, Mend.SIGN_IN),
    EXPIRED_AUTH_TICKET(0x8004a101, MISCONFIGURED, Mend.SIGN_IN),
    ACCESS_TOKEN_EXPIRED(0x8005f101, MISCONFIGURED, Mend.SIGN_IN),

    NUMBER_OF_REQUESTS(0x80072322, THROTTLED, Mend.WAIT),
    EXECUTION_TIME(0x80072321, THROTTLED, Mend.WAIT),
    CONCURRENT_REQUESTS(0x80072326, THROTTLED, Mend.WAIT),
    THROTTLING_BURST(0x8005f103, THROTTLED, Mend.WAIT),
    THROTTLING_OTHER(0x80072324, THROTTLED, Mend.WAIT),
    THROTTLING_ORGANIZATION(0x80048544, THROTTLED, Mend.WAIT),
    THROTTLING_CLIENT(0x80060308, THROTTLED, Mend.WAIT),

    SQL_ERROR(0x80044150, TRANSIENT, Mend.AGAIN),
    SQL_TIMEOUT(0x80044151, TRANSIENT, Mend.AGAIN),
    RESOURCE_LOCKED(0x80044339, TRANSIENT, Mend.AGAIN),
    CONCURRENT_OPERATION(0x80071154, TRANSIENT, Mend.AGAIN),
    SANDBOX_TIMEOUT(0x80044171, TRANSIENT, Mend.AGAIN),
    SANDBOX_UNAVAILABLE(0x80044173, TRANSIENT, Mend.AGAIN),
    SANDBOX_NO_WORKER(0x8004418d, TRANSIENT, Mend.AGAIN),
    SANDBOX_THROTTLED(0x80081116, TRANSIENT, Mend.AGAIN),
    ISV_UNEXPECTED(0x80040224, TRANSIENT, Mend.AGAIN),
    UNEXPECTED(0x80040216, TRANSIENT, Mend.AGAIN);

    private static final Map<Integer, ErrorCode> BY_NUMBER =
            Arrays.stream(values()).collect(Collectors.toMap(c -> c.number, Function.identity()));

    private final int number;
    private final FailureKind kind;
    private final Mend mend;

    ErrorCode(int number, FailureKind kind, Mend mend) {
        this.number = number;
        this.kind = kind;
        this.mend = mend;
    }

    /** The code as the service writes it ({@code 0x80040217}) or as tools of the SDK log it ({@code -2147220969}). */
    static Optional<ErrorCode> of(String text) {
        String digits = text.trim().toLowerCase(Locale.ROOT);
        try {
            long number = digits.startsWith("0x") ? Long.parseLong(digits.substring(2), 16) : Long.parseLong(digits);
            return number == (int) number || number >>> 32 == 0
                    ? Optional.ofNullable(BY_NUMBER.get((int) number))
                    : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** The budget that is overdrawn; {@link Limit#OTHER} for every code that is about something else. */
    Limit limit() {
        return switch (this) {
            case NUMBER_OF_REQUESTS -> Limit.REQUESTS;
            case EXECUTION_TIME -> Limit.EXECUTION_TIME;
            case CONCURRENT_REQUESTS -> Limit.CONCURRENCY;
            default -> Limit.OTHER;
        };
    }

    /** As the service writes it, also where an answer had it in decimals. */
    String hex() {
        return "0x%08x".formatted(number);
    }

    FailureKind kind() {
        return kind;
    }

    Mend mend() {
        return mend;
    }
}
