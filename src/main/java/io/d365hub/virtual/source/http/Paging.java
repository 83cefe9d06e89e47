package io.d365hub.virtual.source.http;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import io.d365hub.virtual.source.web.WebAnswer;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a service hands out more rows than fit into one answer. Immutable.
 *
 * @param style of the paging
 * @param parameter of the page's number, its offset or its cursor
 * @param sizeParameter of the page's size; empty when the service has none
 * @param size rows of a page; 0 when the service decides
 * @param first number of the first page, or its offset
 * @param pointer where the answer holds the next link or cursor
 */
record Paging(Style style, String parameter, Optional<String> sizeParameter, int size, int first, JsonPointer pointer) {

    static final Paging NONE = new Paging(Style.NONE, "", Optional.empty(), 0, 0, JsonPointer.empty());

    private static final Pattern NEXT = Pattern.compile("<([^>]*)>[^,]*;\\s*rel=\"?next\"?", Pattern.CASE_INSENSITIVE);

    /** Styles of paging. */
    enum Style {
        /** Everything in one answer. */
        NONE("none"),
        /** By number, until a page has fewer rows than the size. */
        PAGE("page"),
        /** By the number of rows before, until a page has fewer rows than the size. */
        OFFSET("offset"),
        /** By a cursor in the answer, until there is none. */
        CURSOR("cursor"),
        /** By a link in the answer, until there is none. */
        LINK("link"),
        /** By the header {@code Link} with {@code rel="next"} (RFC 8288), until there is none. */
        HEADER("header");

        private final String word;

        Style(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }

        /** Whether the end shows only by a page that is not full. */
        boolean isCounted() {
            return this == PAGE || this == OFFSET;
        }
    }

    /** The parameters of the first page. */
    Map<String, String> begin() {
        Map<String, String> parameters = new LinkedHashMap<>();
        sizeParameter.ifPresent(name -> parameters.put(name, Integer.toString(size)));
        if (style.isCounted()) {
            parameters.put(parameter, Integer.toString(first));
        }
        return parameters;
    }

    /**
     * The address of the page after this one; empty after the last.
     *
     * @param base the address of the first page, without its paging
     * @param page number of the page that was read, from 0
     * @param rows how many it has
     * @param seen rows of all pages so far
     * @throws IllegalArgumentException when a link is no address
     */
    Optional<URI> next(URI base, URI at, int page, int rows, int seen, WebAnswer answer, JsonNode body) {
        return switch (style) {
            case NONE -> Optional.empty();
            case PAGE ->
                rows < size || rows == 0
                        ? Optional.empty()
                        : Optional.of(with(base, Integer.toString(first + page + 1)));
            case OFFSET ->
                rows < size || rows == 0 ? Optional.empty() : Optional.of(with(base, Integer.toString(first + seen)));
            case CURSOR -> text(body).map(cursor -> with(base, cursor));
            case LINK -> text(body).map(at::resolve);
            case HEADER ->
                answer.header("Link").map(NEXT::matcher).filter(Matcher::find).map(found -> at.resolve(found.group(1)));
        };
    }

    private URI with(URI base, String value) {
        Map<String, String> parameters = new LinkedHashMap<>();
        sizeParameter.ifPresent(name -> parameters.put(name, Integer.toString(size)));
        parameters.put(parameter, value);
        return Addresses.with(base, parameters);
    }

    private Optional<String> text(JsonNode body) {
        JsonNode found = body.at(pointer);
        return found.isValueNode() && !found.isNull() && !found.asText().isEmpty()
                ? Optional.of(found.asText())
                : Optional.empty();
    }
}
