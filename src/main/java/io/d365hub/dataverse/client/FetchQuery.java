package io.d365hub.dataverse.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A query in FetchXML. Pages are counted, with the cookie that each page gives for the one after it; a query without cookies
 * (ordered by a column of another table) is paged by number alone, which the service ends at 50,000 rows.
 *
 * @param table entity set name of the root entity
 * @param xml the {@code fetch} element; its own {@code count} and {@code page} are kept for the first page
 * @param pageSize rows of a page unless the element says so, 1 to 5,000
 */
public record FetchQuery(String table, String xml, int pageSize) implements RowQuery {

    private static final String COOKIE = "@Microsoft.Dynamics.CRM.fetchxmlpagingcookie";
    private static final String MORE = "@Microsoft.Dynamics.CRM.morerecords";
    private static final Pattern PAGING_COOKIE = Pattern.compile("pagingcookie=\"([^\"]*)\"");

    /** @throws IllegalArgumentException when {@code xml} is not a fetch element; the message holds no value */
    public FetchQuery {
        if (pageSize < 1 || pageSize > LARGEST_PAGE) {
            throw new IllegalArgumentException(
                    "The page size is " + pageSize + "; it must be 1 to " + LARGEST_PAGE + " rows");
        }
        xml = FetchElement.parse(xml).text();
    }

    @Override
    public int top() {
        return 0; // the element's own 'top' limits the rows
    }

    @Override
    public String resource(Optional<String> next) {
        FetchElement fetch = FetchElement.parse(xml);
        if (next.isPresent()) {
            int space = next.get().indexOf(' ');
            if (!next.get().matches("\\d+ .*")) {
                throw new IllegalArgumentException("The name of a page of FetchXML begins with its number");
            }
            fetch.page(next.get().substring(0, space), next.get().substring(space + 1), pageSize);
        } else if (fetch.isPaged()) {
            fetch.page("", "", pageSize);
        }
        return table + "?fetchXml=" + KeyLiteral.percent(fetch.text());
    }

    @Override
    public String preference() {
        return "";
    }

    @Override
    public String annotations() {
        return "Microsoft.Dynamics.CRM.fetchxmlpagingcookie,Microsoft.Dynamics.CRM.morerecords";
    }

    @Override
    public Optional<String> next(JsonNode page, Optional<String> current) {
        FetchElement fetch = FetchElement.parse(xml);
        if (!page.path(MORE).asBoolean(false) || !fetch.isPaged()) {
            return Optional.empty();
        }
        int number = current.map(name -> Integer.parseInt(name.substring(0, name.indexOf(' '))))
                .orElseGet(fetch::firstPage);
        return Optional.of((number + 1) + " " + cookie(page.path(COOKIE).asText("")));
    }

    /** Encoded twice inside the annotation. */
    private static String cookie(String annotation) {
        Matcher matcher = PAGING_COOKIE.matcher(annotation);
        return matcher.find() ? decoded(decoded(matcher.group(1))) : "";
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /** Names the table, no values. */
    @Override
    public String toString() {
        return table + " [fetchXml]";
    }
}
