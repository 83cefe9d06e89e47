package io.d365hub.dataverse.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.d365hub.throttle.Governor;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Reads and writes rows of one Dataverse environment as one application user.
 *
 * <p>One instance serves a whole process: it keeps connections and a token. Thread-safe; no method blocks. Results arrive
 * on a thread of the client's own, which must not be blocked: hand long work over.
 *
 * <p>Every operation ends within the call time limit of its settings once its turn has come, and fails with
 * {@link DataverseException} only, which says what it means for the message: while the environment asks to be left alone
 * or cannot be reached all operations fail at once as THROTTLED; TRANSIENT promises that repeating is safe. Close it when
 * all operations have ended.
 */
public final class DataverseClient implements AutoCloseable {

    private final ClientParts parts;

    /**
     * @param users the application users to call as, each with the governor that it shares with everybody who calls the
     *     same environment as the same user; at least one
     * @param clock for tokens and dates in answers
     * @param nanoTime for time limits
     * @param random for the moments between repetitions
     */
    public DataverseClient(
            DataverseSettings settings,
            Map<ClientCredentials, Governor> users,
            InstantSource clock,
            LongSupplier nanoTime,
            Random random) {
        this(settings, new HttpWire(settings), users, clock, nanoTime, random);
    }

    private DataverseClient(
            DataverseSettings settings,
            HttpWire wire,
            Map<ClientCredentials, Governor> users,
            InstantSource clock,
            LongSupplier nanoTime,
            Random random) {
        this.parts = new ClientParts(settings, wire, users, clock, nanoTime, random);
    }

    /** For one application user. */
    public DataverseClient(
            DataverseSettings settings,
            ClientCredentials credentials,
            Governor governor,
            InstantSource clock,
            LongSupplier nanoTime,
            Random random) {
        this(settings, Map.of(credentials, governor), clock, nanoTime, random);
    }

    /** With the time and chance of this machine. */
    public static DataverseClient open(DataverseSettings settings, ClientCredentials credentials, Governor governor) {
        return open(settings, Map.of(credentials, governor));
    }

    /** The same as several application users. */
    public static DataverseClient open(DataverseSettings settings, Map<ClientCredentials, Governor> users) {
        return new DataverseClient(settings, users, InstantSource.system(), System::nanoTime, new Random());
    }

    /**
     * One that has learnt nothing yet of tokens, keys and tables, on the connections of this one, which must have ended all its
     * operations and is not used again. Close the new one only.
     *
     * @param settings with the same bounds of connections and answers
     */
    public DataverseClient anew(DataverseSettings settings, Map<ClientCredentials, Governor> users) {
        return new DataverseClient(settings, parts.wire, users, InstantSource.system(), System::nanoTime, new Random());
    }

    /** Creates, upserts, updates or deletes one row. */
    public CompletableFuture<RowResult> write(RowChange change) {
        return write(change, DataverseClient::always);
    }

    /**
     * The same, unless nobody wants it any more when its turn comes.
     *
     * @param wanted asked before each request on any thread; false ends the operation as TRANSIENT with nothing sent
     */
    public CompletableFuture<RowResult> write(RowChange change, BooleanSupplier wanted) {
        return parts.rows.write(change, wanted);
    }

    /**
     * Writes rows in order and in one transaction: all or none. A row may point to one that is written before it, by its
     * key or as {@code "$n"}, n counted from 1.
     *
     * @return one result per row, in their order
     * @throws IllegalArgumentException for no rows or more than 1,000
     */
    public CompletableFuture<List<RowResult>> changeset(List<RowChange> changes) {
        return changeset(changes, DataverseClient::always);
    }

    /** The same, unless nobody wants it any more when its turn comes. */
    public CompletableFuture<List<RowResult>> changeset(List<RowChange> changes, BooleanSupplier wanted) {
        if (changes.isEmpty() || changes.size() > BatchRequest.MOST_ROWS) {
            throw new IllegalArgumentException(
                    "A changeset has " + changes.size() + " rows; it must have 1 to " + BatchRequest.MOST_ROWS);
        }
        return parts.changesets.write(changes, wanted);
    }

    /**
     * Reads one row.
     *
     * @param columns what to read; all when empty
     * @return nothing when there is no such row
     */
    public CompletableFuture<Optional<ObjectNode>> retrieve(RowRef row, List<String> columns) {
        return retrieve(row, columns, "", RequestOptions.NONE).thenApply(found -> found.flatMap(RowResult::row));
    }

    /**
     * Reads one row, as the options say.
     *
     * @param columns what to read; all when empty
     * @param expand rows to read along, as {@code $expand} names them; empty for none
     * @return nothing when there is no such row; status 304 and no row when it still has the version of {@code ifNoneMatch}
     */
    public CompletableFuture<Optional<RowResult>> retrieve(
            RowRef row, List<String> columns, String expand, RequestOptions options) {
        return parts.retriever.retrieve(row, columns, expand, options, parts.deadlines.apply(DataverseClient::always));
    }

    /**
     * Reads the rows of a query, page by page while they are taken.
     *
     * @param patience how long a page is waited for while the environment asks to be left alone
     * @return ends when the first page is there, so that a wrong query fails here
     */
    public CompletableFuture<RowIterator> query(RowQuery query, RequestOptions options, Duration patience) {
        return page(query, Optional.empty(), options, patience)
                .thenApply(first -> new RowIterator(first, query.top(), next -> page(query, next, options, patience)));
    }

    /**
     * Reads one page of a query.
     *
     * @param next what the page before named, or the link of change tracking; nothing for the first page
     */
    public CompletableFuture<RowPage> page(
            RowQuery query, Optional<String> next, RequestOptions options, Duration patience) {
        return parts.reading.page(query, next, options, patience);
    }

    /**
     * The same, unless nobody wants it any more when its turn comes.
     *
     * @param wanted a {@link Wanted} says how urgent the page is
     */
    public CompletableFuture<RowPage> page(
            RowQuery query, Optional<String> next, RequestOptions options, Duration patience, BooleanSupplier wanted) {
        return parts.reading.page(query, next, options, patience, wanted);
    }

    /**
     * The same for who passes rows on as they are: the page's bytes.
     *
     * @param wish what is wanted of the page
     */
    public CompletableFuture<RawPage.Told> rawPage(
            ODataQuery query,
            Optional<String> next,
            RawPage.Wish wish,
            RequestOptions options,
            Duration patience,
            BooleanSupplier wanted) {
        return parts.reading.raw(query, next, wish, options, patience, wanted);
    }

    /** Lists of rows in one bulk message. */
    public RowLists lists() {
        return parts.lists;
    }

    /** Rows and changesets in one batch. */
    public Batches batches() {
        return new Batches(this);
    }

    /** Counting rows. */
    public RowCounts counts() {
        return parts.counts;
    }

    /** Joining rows and parting them. */
    public RowLinks links() {
        return parts.links;
    }

    /** Setting and clearing single columns. */
    public RowColumns columns() {
        return parts.columns;
    }

    /** Functions, actions and custom APIs. */
    public Functions functions() {
        return parts.functions;
    }

    /** Who Dataverse takes us for: the id of the application user. The cheapest call that needs token, user and service. */
    public CompletableFuture<UUID> whoAmI() {
        return parts.resources.whoAmI();
    }

    /** Requests that carry what several callers want. */
    public JointCalls joint() {
        return parts.joint;
    }

    /** Why work waits, if it does. */
    public Governor governor() {
        return parts.users.governors().get(0);
    }

    /** The governors of all users. */
    public List<Governor> governors() {
        return parts.users.governors();
    }

    /** What a table is: its definition, columns and alternate keys as the service describes them. */
    public CompletableFuture<ObjectNode> describe(String table) {
        return new TableDefinition(this, parts.tables).read(table);
    }

    /** Reads any resource as JSON. */
    CompletableFuture<JsonNode> get(String what, String resource) {
        return parts.resources.get(what, resource);
    }

    private static boolean always() {
        return true;
    }

    @Override
    public void close() {
        parts.wire.close();
    }
}
