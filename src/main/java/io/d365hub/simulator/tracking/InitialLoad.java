package io.d365hub.simulator.tracking;

import io.d365hub.simulator.model.TableDefinition;
import io.d365hub.simulator.odata.ApiError;
import io.d365hub.simulator.odata.CookieEnvelope;
import io.d365hub.simulator.odata.PageCookie;
import io.d365hub.simulator.odata.Values;
import io.d365hub.simulator.store.Database;
import io.d365hub.simulator.store.Row;
import io.d365hub.simulator.store.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** All rows of a table, page by page, with a token at the end. Used by one thread. */
public final class InitialLoad implements TrackedRows {

    private static final Pattern PLACE =
            Pattern.compile("<cookie page=\"\\d{1,9}\" seen=\"(\\d{1,18})\"><[^ <>/]+ last=\"\\{([^\"]*)\\}\"");

    private final ChangeHistory history;
    private final Database database;
    private final TableDefinition definition;
    private final boolean marked;
    private int number = 1;
    private UUID last;
    private long seenOnFirstPage = -1;

    /**
     * Reads what the client sends.
     *
     * @param marked whether next links say {@code istracking="True"}
     * @param skipToken the decoded option of a following page, or null
     */
    public InitialLoad(
            ChangeHistory history, Database database, TableDefinition definition, String skipToken, boolean marked) {
        ChangeHistory.requireTracked(definition);
        this.history = history;
        this.database = database;
        this.definition = definition;
        this.marked = marked;
        if (skipToken != null) {
            CookieEnvelope envelope = CookieEnvelope.open(skipToken);
            Matcher place = PLACE.matcher(envelope.inner());
            UUID id = place.find() ? Values.uuid(place.group(2)) : null;
            if (id == null) {
                throw ApiError.badSyntax();
            }
            number = envelope.pageNumber();
            last = id;
            seenOnFirstPage = Long.parseLong(place.group(1));
        }
    }

    /** Whether a further page of an initial load is asked for. */
    public static boolean isContinuedBy(String skipToken) {
        return PLACE.matcher(CookieEnvelope.open(skipToken).inner()).find();
    }

    @Override
    public ChangePage page(int size) {
        long seen = history.watch(database, definition);
        long first = seenOnFirstPage < 0 ? seen : seenOnFirstPage;
        Table table = database.table(definition);
        List<Row> rows = new ArrayList<>();
        for (Row row : last == null ? table.rows() : table.rowsAfter(last)) {
            if (rows.size() == size) {
                return new ChangePage(rows, List.of(), next(rows, first), null);
            }
            rows.add(row);
        }
        boolean early = history.options().initialToken() == TrackingOptions.InitialToken.FIRST_PAGE;
        return new ChangePage(
                rows, List.of(), null, history.issue(early ? first : seen).encoded());
    }

    private String next(List<Row> rows, long first) {
        String inner = "<cookie page=\"" + number + "\" seen=\"" + first + "\"><"
                + definition.primaryId().logicalName() + " last=\""
                + PageCookie.braced(rows.get(rows.size() - 1).id()) + "\" first=\""
                + PageCookie.braced(rows.get(0).id()) + "\" /></cookie>";
        return new CookieEnvelope(number + 1, inner, marked).forUrl();
    }
}
