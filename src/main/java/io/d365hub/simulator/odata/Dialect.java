package io.d365hub.simulator.odata;

import java.util.EnumMap;
import java.util.Map;

/**
 * How the service behaves where public sources disagree or say nothing: each such point is a switch, set to what is
 * most likely. Documented one by one in docs/simulator.md.
 *
 * @param legacyErrorCodes errors of the protocol carry the codes of builds before 2024 ({@code 0x8006088a},
 *     {@code 0x0}) instead of {@code 0x80060888}
 * @param keyAliases {@code set(column=@p)?@p='...'} addresses a row; otherwise it is bad syntax
 * @param keyOrderMatters a key's columns must be named in the order in which they are declared
 * @param quotedKeyValues numbers, dates and GUIDs in keys may be written in quotes
 * @param emptyKeysCollide rows whose key columns are empty count as equal, as in a unique index of SQL Server; otherwise such
 *     rows are not held to the key
 * @param updateByODataId items of {@code UpdateMultiple} may be addressed by {@code @odata.id}
 * @param entityIdWithBody answers 201 and 200 to writes carry {@code OData-EntityId}; answers 204 always do
 * @param keyEntityIdByTableId the address of a new key names its table by {@code MetadataId}; otherwise by its logical name
 * @param emptyDeltaWithoutValue a delta without changes has no {@code value} instead of an empty one
 * @param initialLoadIsTracking next links of an initial load with change tracking say {@code istracking="True"}
 * @param tokenNumbersAsText the newer token endpoint writes its numbers as texts, as the older one does
 * @param secureCookies cookies say {@code secure} on plain HTTP too, where clients then do not send them back
 * @param challengeNamesSimulator the challenge of a 401 leads to this simulator's token endpoint; otherwise to Microsoft's, as the
 *     real one does
 * @param chargeImpersonatedUser requests on behalf of a user count for the limits of that user
 * @param ignoredPartitionId {@code partitionId} on a table without partitions is ignored; otherwise refused
 * @param deepUpsert a PATCH that creates its row takes nested rows as a POST does; otherwise no PATCH does
 * @param absentLinkIsNotFound taking away a link that is not there is an error; otherwise nothing happens
 * @param sqlWithoutNulls rows of {@code sql} lack empty columns, as rows of FetchXML do; otherwise they are null
 * @param lookupTakesTargets a relationship whose lookup is there already gives it one table more to lead to; otherwise it is
 *     refused
 * @param unknownSolutionRefused a creation that names a solution which does not exist fails; otherwise the name is not
 *     looked at
 * @param externalEventsOfAllTables every table takes OnExternalCreated, OnExternalUpdated and OnExternalDeleted; otherwise those
 *     whose row of {@code virtualentitymetadata} says so
 * @param mostBatchOperations how many operations a batch may have
 * @param errors statuses and codes that replace the usual ones
 */
public record Dialect(
        boolean legacyErrorCodes,
        boolean keyAliases,
        boolean keyOrderMatters,
        boolean quotedKeyValues,
        boolean emptyKeysCollide,
        boolean updateByODataId,
        boolean entityIdWithBody,
        boolean keyEntityIdByTableId,
        boolean emptyDeltaWithoutValue,
        boolean initialLoadIsTracking,
        boolean tokenNumbersAsText,
        boolean secureCookies,
        boolean challengeNamesSimulator,
        boolean chargeImpersonatedUser,
        boolean ignoredPartitionId,
        boolean deepUpsert,
        boolean absentLinkIsNotFound,
        boolean sqlWithoutNulls,
        boolean lookupTakesTargets,
        boolean unknownSolutionRefused,
        boolean externalEventsOfAllTables,
        int mostBatchOperations,
        Map<ErrorCode, Form> errors) {

    private static final int DOCUMENTED_BATCH = 1000;

    /** What current builds most likely do. */
    public static final Dialect CURRENT = new Dialect(
            false,
            false,
            false,
            false,
            false,
            true,
            true,
            false,
            false,
            true,
            false,
            false,
            false,
            false,
            false,
            false,
            false,
            false,
            true,
            false,
            false,
            DOCUMENTED_BATCH,
            Map.of());

    private static final Map<ErrorCode, String> LEGACY = new EnumMap<>(Map.of(
            ErrorCode.BAD_SYNTAX, "0x8006088a",
            ErrorCode.SEGMENT_NOT_FOUND, "0x8006088a",
            ErrorCode.INVALID_KEY, "0x8006088a",
            ErrorCode.NO_PROPERTY, "0x0"));

    /**
     * How an error is told.
     *
     * @param status HTTP status; null for the usual one
     * @param code the error's code; null for the usual one
     */
    public record Form(Integer status, String code) {

        public Form {
            if (status != null && (status < 200 || status > 599)) {
                throw new IllegalArgumentException("status must be from 200 to 599");
            }
        }
    }

    public Dialect {
        errors = errors == null ? Map.of() : Map.copyOf(errors);
        if (mostBatchOperations < 1) {
            throw new IllegalArgumentException("mostBatchOperations must be at least 1");
        }
    }

    /** The error as this dialect tells it. */
    public ApiError tell(ApiError error) {
        ErrorCode kind = error.kind();
        if (kind == null || (!legacyErrorCodes && errors.isEmpty())) {
            return error;
        }
        Form form = errors.get(kind);
        String code = legacyErrorCodes ? LEGACY.getOrDefault(kind, error.code()) : error.code();
        int status = error.status();
        if (form != null) {
            code = form.code() == null ? code : form.code();
            status = form.status() == null ? status : form.status();
        }
        return error.as(status, code);
    }
}
