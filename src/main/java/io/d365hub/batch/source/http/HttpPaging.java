package io.d365hub.batch.source.http;

import com.fasterxml.jackson.core.JsonPointer;
import io.d365hub.batch.SourceException;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The ways of HTTP APIs from one page to the next. Each page has an address of its own, which is also its position.
 *
 * @param way next-link, link-header, page, cursor or none
 * @param next where a page has link or cursor
 * @param parameter query parameter of page number or cursor
 * @param sizeParameter query parameter of the page size; empty for none
 * @param pageSize rows; 0 when it is not known
 */
record HttpPaging(
        HttpPages pages,
        String way,
        Optional<JsonPointer> next,
        String parameter,
        int firstPage,
        String sizeParameter,
        int pageSize,
        Optional<JsonPointer> total)
        implements Paging {

    /** RFC 8288: <address>; rel="next" among others. */
    private static final Pattern LINK = Pattern.compile("<([^>]*)>((?:[^,\"]|\"[^\"]*\")*)");

    private static final Pattern NEXT = Pattern.compile(";\\s*rel\\s*=\\s*\"?(?:[^\";]*\\s)?next(?:\\s[^\";]*)?\"?");

    /** The address of the first page. */
    URI first(URI url) {
        URI first = way.equals("page") ? QueryParameters.with(url, parameter, String.valueOf(firstPage)) : url;
        return sizeParameter.isBlank() || pageSize == 0
                ? first
                : QueryParameters.with(first, sizeParameter, String.valueOf(pageSize));
    }

    @Override
    public Set<JsonPointer> wanted() {
        Set<JsonPointer> wanted = new LinkedHashSet<>();
        next.ifPresent(wanted::add);
        return wanted;
    }

    @Override
    public Optional<URI> after(Page page) throws SourceException {
        return switch (way) {
            case "next-link" -> resolved(page, page.values().apply(next.orElseThrow()));
            case "link-header" -> resolved(page, linkHeader(page));
            case "cursor" ->
                page.values()
                        .apply(next.orElseThrow())
                        .map(cursor -> QueryParameters.with(page.uri(), parameter, cursor));
            case "page" ->
                page.rows() == 0 || page.rows() < pageSize
                        ? Optional.empty()
                        : Optional.of(QueryParameters.with(page.uri(), parameter, String.valueOf(number(page) + 1)));
            default -> Optional.empty();
        };
    }

    private Optional<URI> resolved(Page page, Optional<String> link) throws SourceException {
        return link.isPresent() ? Optional.of(pages.resolve(page.uri(), link.get())) : Optional.empty();
    }

    private static Optional<String> linkHeader(Page page) {
        for (String header : page.headers().allValues("link")) {
            Matcher link = LINK.matcher(header);
            while (link.find()) {
                if (NEXT.matcher(link.group(2)).find()) {
                    return Optional.of(link.group(1));
                }
            }
        }
        return Optional.empty();
    }

    private long number(Page page) {
        Matcher number = Pattern.compile("(?:^|&)" + Pattern.quote(parameter) + "=(\\d{1,15})(?:&|$)")
                .matcher(String.valueOf(page.uri().getRawQuery()));
        return number.find() ? Long.parseLong(number.group(1)) : firstPage;
    }
}
