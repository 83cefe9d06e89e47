package io.d365hub.simulator.fetch;

import io.d365hub.simulator.odata.ApiError;
import io.d365hub.simulator.odata.CookieElement;
import io.d365hub.simulator.odata.CookieEnvelope;
import io.d365hub.simulator.odata.Literal;
import io.d365hub.simulator.odata.PageCookie;
import io.d365hub.simulator.odata.Values;
import io.d365hub.simulator.store.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which part of the rows is answered.
 *
 * @param number the page, from 1
 * @param size most rows of it
 * @param paged whether pages follow at all; not so with {@code top}
 * @param after where the page before ended; null on the first page, or when the client sends no cookie
 */
record FetchPaging(int number, int size, boolean paged, Place after) {

    private static final int GREATEST_PAGE = 5000;
    /** As far as the service counts pages off that come without a cookie. */
    private static final int MOST_WITHOUT_COOKIE = 50_000;

    private static final Pattern GIVEN = Pattern.compile("<cookie page=\"(\\d{1,9})\"(?: given=\"(\\d{1,9})\")?");

    /**
     * A place between two rows.
     *
     * @param values of what is ordered by, in the last row before it
     * @param id that row's primary key in the root table
     * @param given how many joined rows of that root row lie before it
     */
    record Place(List<Object> values, UUID id, int given) {}

    /**
     * Reads what the query's attributes and the request say.
     *
     * @param skipToken the decoded option of a next link, or null
     * @param preferred the page size that the client prefers, 0 for none
     */
    static FetchPaging of(FetchPlan plan, String skipToken, int preferred) {
        FetchElement fetch = plan.fetch();
        int top = Math.min(fetch.number("top", 1, -1), GREATEST_PAGE);
        String cookie = skipToken != null ? CookieEnvelope.open(skipToken).inner() : fetch.get("paging-cookie");
        if (top > 0) {
            if (fetch.get("page") != null || fetch.get("count") != null || fetch.get("paging-cookie") != null) {
                throw FetchErrors.invalid("The top attribute can't be specified with paging attribute page");
            }
            return new FetchPaging(1, top, false, null);
        }
        int size = Math.min(fetch.number("count", 1, preferred > 0 ? preferred : GREATEST_PAGE), GREATEST_PAGE);
        int number = skipToken != null ? CookieEnvelope.open(skipToken).pageNumber() : fetch.number("page", 1, 1);
        Place after = cookie == null || cookie.isBlank() || !plan.hasCookie() ? null : place(plan, cookie);
        if (after == null && (long) number * size > MOST_WITHOUT_COOKIE) {
            throw FetchErrors.invalid(
                    "Paging cookie is required when trying to retrieve a set of records on any high pages.");
        }
        return new FetchPaging(number, size, true, after);
    }

    /** How many rows are counted off before the page. */
    int skipped() {
        return after == null ? (number - 1) * size : 0;
    }

    private static Place place(FetchPlan plan, String cookie) {
        Matcher head = GIVEN.matcher(cookie);
        List<CookieElement> elements = CookieElement.read(cookie);
        int orders = plan.orders().size();
        if (!head.find()
                || elements.size() != orders + 1
                || elements.get(orders).last() == null) {
            throw malformed();
        }
        List<Object> values = new ArrayList<>(orders);
        for (int i = 0; i < orders; i++) {
            values.add(value(plan.orders().get(i).column(), elements.get(i).last()));
        }
        UUID id = Values.uuid(Values.unbraced(elements.get(orders).last()));
        if (id == null) {
            throw malformed();
        }
        return new Place(values, id, head.group(2) == null ? Integer.MAX_VALUE : Integer.parseInt(head.group(2)));
    }

    private static ApiError malformed() {
        return FetchErrors.invalid("Malformed XML in the Paging Cookie");
    }

    private static Object value(FetchColumn column, String text) {
        Literal.Kind kind = column.column().type().isText() ? Literal.Kind.QUOTED : Literal.Kind.BARE;
        Object value = text == null ? null : Values.of(new Literal(kind, text), column.column());
        if (value == null && text != null) {
            throw malformed();
        }
        return value;
    }

    /** The cookie for the page after this one. */
    String cookie(FetchPlan plan, FetchCursor.Placed first, FetchCursor.Placed last) {
        StringBuilder inner = new StringBuilder("<cookie page=\"" + number + "\"");
        if (plan.multiplies()) {
            inner.append(" given=\"").append(last.nth() + 1).append('"');
        }
        inner.append('>');
        for (int i = 0; i < plan.orders().size(); i++) {
            CookieElement.write(
                    inner,
                    plan.orders().get(i).column().name(),
                    text(last.values().get(i)),
                    text(first.values().get(i)));
        }
        CookieElement.write(
                inner,
                plan.root().table().primaryId().logicalName(),
                PageCookie.braced(root(last).id()),
                PageCookie.braced(root(first).id()));
        return inner.append("</cookie>").toString();
    }

    private static Row root(FetchCursor.Placed placed) {
        return placed.joined()[0];
    }

    private static String text(Object value) {
        return value == null ? null : Values.text(value);
    }
}
