package io.d365hub.simulator.odata;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The outer cookie of a page, in the shape that clients take apart: it carries the inner one, encoded twice.
 *
 * @param pageNumber the number of the page that it leads to
 * @param inner the place where that page begins, not encoded
 * @param tracking whether the pages belong to change tracking
 */
public record CookieEnvelope(int pageNumber, String inner, boolean tracking) {

    private static final Pattern OUTER =
            Pattern.compile("pagenumber=\"(\\d{1,9})\" pagingcookie=\"([^\"]*)\"(?: istracking=\"(True|False)\")?");
    private static final String UNRESERVED = "-._~";

    /** Reads what {@link #text} wrote, or a {@code $skiptoken} that was decoded once as any option. */
    public static CookieEnvelope open(String text) {
        Matcher outer = OUTER.matcher(text);
        if (!outer.find()) {
            throw ApiError.badSyntax();
        }
        // A token out of a URL has lost one of the two layers.
        String inner = PercentCoding.decodePath(outer.group(2));
        return new CookieEnvelope(
                Integer.parseInt(outer.group(1)),
                inner.startsWith("%3c") ? PercentCoding.decodePath(inner) : inner,
                "True".equals(outer.group(3)));
    }

    /** The cookie as the annotation of a FetchXML answer shows it. */
    public String text() {
        String encoded = PercentCoding.encode(inner, UNRESERVED, true).replace("%", "%25");
        return "<cookie pagenumber=\"" + pageNumber + "\" pagingcookie=\"" + encoded + "\" istracking=\""
                + (tracking ? "True" : "False") + "\" />";
    }

    /** The cookie as a {@code $skiptoken}: only the four characters that a URL cannot hold are encoded. */
    public String forUrl() {
        return text().replace("<", "%3C")
                .replace(">", "%3E")
                .replace("\"", "%22")
                .replace(" ", "%20");
    }
}
