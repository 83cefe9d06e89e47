package io.d365hub.simulator.tracking;

import io.d365hub.simulator.model.TableDefinition;
import io.d365hub.simulator.odata.ApiError;
import io.d365hub.simulator.odata.CookieEnvelope;
import io.d365hub.simulator.store.Database;
import io.d365hub.simulator.store.Row;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The changes of one table that follow a token: written rows by version, then deletions. Used by one thread. */
public final class DeltaQuery implements TrackedRows {

    private static final Pattern PLACE =
            Pattern.compile("<delta upto=\"(\\d{1,18})\" (row|deletion)=\"(\\d{1,18})\" />");

    private final ChangeHistory history;
    private final Database database;
    private final TableDefinition table;
    private final DeltaToken token;
    private final Place place;

    /**
     * Where a page begins.
     *
     * @param number of the page, from 1
     * @param upTo the version with which the delta ends; 0 on the first page, which decides it
     * @param inDeletions whether the written rows are done
     * @param after the version of the last change before the page
     */
    private record Place(int number, long upTo, boolean inDeletions, long after) {}

    /**
     * Reads what the client sends.
     *
     * @param skipToken the decoded option of a following page, or null
     */
    public DeltaQuery(
            ChangeHistory history, Database database, TableDefinition table, String deltaToken, String skipToken) {
        ChangeHistory.requireTracked(table);
        this.history = history;
        this.database = database;
        this.table = table;
        this.token = DeltaToken.parse(deltaToken);
        this.place =
                skipToken == null ? new Place(1, 0, false, token.version()) : place(CookieEnvelope.open(skipToken));
    }

    private static Place place(CookieEnvelope envelope) {
        Matcher matcher = PLACE.matcher(envelope.inner());
        if (!matcher.find()) {
            throw ApiError.badSyntax();
        }
        return new Place(
                envelope.pageNumber(),
                Long.parseLong(matcher.group(1)),
                matcher.group(2).equals("deletion"),
                Long.parseLong(matcher.group(3)));
    }

    @Override
    public ChangePage page(int size) {
        TableChanges changes = history.after(token, database, table);
        long upTo = place.upTo() == 0 ? database.committedVersion() : place.upTo();
        List<Row> written =
                place.inDeletions() ? List.of() : changes.written(database.table(table), place.after(), upTo, size + 1);
        long deletedAfter = place.inDeletions() ? place.after() : token.version();
        List<Map.Entry<Long, UUID>> deleted =
                changes.deleted(deletedAfter, upTo, size + 1 - Math.min(size, written.size()));
        if (token.version() < changes.floor()) {
            throw ChangeHistory.expired(); // changes were forgotten while they were read
        }
        if (written.size() > size) {
            List<Row> kept = written.subList(0, size);
            return new ChangePage(
                    kept, List.of(), next(upTo, "row", kept.get(size - 1).version()), null);
        }
        List<Map.Entry<Long, UUID>> kept = deleted.subList(0, Math.min(deleted.size(), size - written.size()));
        List<UUID> gone = kept.stream().map(Map.Entry::getValue).toList();
        if (kept.size() < deleted.size()) {
            long last =
                    kept.isEmpty() ? deletedAfter : kept.get(kept.size() - 1).getKey();
            return new ChangePage(written, gone, next(upTo, "deletion", last), null);
        }
        return new ChangePage(written, gone, null, history.issue(upTo).encoded());
    }

    private String next(long upTo, String kind, long last) {
        String inner = "<cookie page=\"" + place.number() + "\"><delta upto=\"" + upTo + "\" " + kind + "=\"" + last
                + "\" /></cookie>";
        return new CookieEnvelope(place.number() + 1, inner, true).forUrl();
    }

    /** How many changes there are, counted up to {@code most}. */
    public int count(int most) {
        return history.after(token, database, table).count(token.version(), database.committedVersion(), most);
    }
}
