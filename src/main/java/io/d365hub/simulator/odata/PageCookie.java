package io.d365hub.simulator.odata;

import io.d365hub.simulator.model.TableDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The {@code $skiptoken} of a next page, in the shape that clients take apart.
 *
 * @param page the number of the page that it leads to
 * @param last the last place of the page before
 */
public record PageCookie(int page, RowOrder.Position last) {

    private static final Pattern ELEMENT = Pattern.compile("<([^ <>/]+) (?:last=\"([^\"]*)\"|lastnull=\"1\")");

    /** The option's value for the page after this one, encoded for a URL. */
    static String encode(
            TableDefinition table, RowOrder order, int page, RowOrder.Position first, RowOrder.Position last) {
        StringBuilder inner = new StringBuilder("<cookie page=\"" + page + "\">");
        for (int i = 0; i < order.items().size(); i++) {
            inner.append('<').append(elementName(order.items().get(i).name()));
            attribute(inner, "last", last.values().get(i));
            attribute(inner, "first", first.values().get(i));
            inner.append(" />");
        }
        inner.append('<').append(table.primaryId().logicalName());
        inner.append(" last=\"").append(braced(last.id()));
        inner.append("\" first=\"").append(braced(first.id())).append("\" /></cookie>");
        return new CookieEnvelope(page + 1, inner.toString(), false).forUrl();
    }

    private static String elementName(String property) {
        return property.replace('/', '.');
    }

    private static void attribute(StringBuilder xml, String name, Object value) {
        if (value == null) {
            xml.append(' ').append(name).append("null=\"1\"");
        } else {
            xml.append(' ')
                    .append(name)
                    .append("=\"")
                    .append(escape(Values.text(value)))
                    .append('"');
        }
    }

    private static String braced(UUID id) {
        return "{" + id.toString().toUpperCase(Locale.ROOT) + "}";
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    private static String unescape(String text) {
        return text.replace("&quot;", "\"")
                .replace("&gt;", ">")
                .replace("&lt;", "<")
                .replace("&amp;", "&");
    }

    /** Reads the option's value, decoded once as any option. */
    public static PageCookie parse(String token, RowOrder order) {
        CookieEnvelope envelope = CookieEnvelope.open(token);
        Matcher elements = ELEMENT.matcher(envelope.inner());
        if (!elements.find()) { // the cookie element itself has no "last"
            throw ApiError.badSyntax();
        }
        List<Object> values = new ArrayList<>();
        for (RowOrder.Item item : order.items()) {
            if (!elements.group(1).equals(elementName(item.name()))) {
                throw ApiError.badSyntax();
            }
            values.add(value(item, elements.group(2)));
            if (!elements.find()) {
                throw ApiError.badSyntax();
            }
        }
        UUID id = elements.group(2) == null ? null : Values.uuid(Values.unbraced(elements.group(2)));
        if (id == null) {
            throw ApiError.badSyntax();
        }
        return new PageCookie(envelope.pageNumber(), new RowOrder.Position(values, id));
    }

    private static Object value(RowOrder.Item item, String text) {
        if (text == null) {
            return null;
        }
        Literal.Kind kind = item.property().isText() ? Literal.Kind.QUOTED : Literal.Kind.BARE;
        Object value = item.property().coerce(new Literal(kind, unescape(text)));
        if (value == null) {
            throw ApiError.badSyntax();
        }
        return value;
    }
}
