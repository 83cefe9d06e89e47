package io.d365hub.simulator.odata;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One column in the inner cookie of a page: where the page before ended.
 *
 * @param name the column's name
 * @param last its value in the last row, as text; null for no value
 */
public record CookieElement(String name, String last) {

    private static final Pattern ELEMENT = Pattern.compile("<([^ <>/]+) (?:last=\"([^\"]*)\"|lastnull=\"1\")");

    /** The elements of an inner cookie, in order. */
    public static List<CookieElement> read(String inner) {
        List<CookieElement> elements = new ArrayList<>();
        Matcher matcher = ELEMENT.matcher(inner); // the cookie element itself has no "last"
        while (matcher.find()) {
            elements.add(
                    new CookieElement(matcher.group(1), matcher.group(2) == null ? null : unescape(matcher.group(2))));
        }
        return elements;
    }

    /** Adds an element with the values of the last and the first row of a page. */
    public static void write(StringBuilder inner, String name, String last, String first) {
        inner.append('<').append(name);
        attribute(inner, "last", last);
        attribute(inner, "first", first);
        inner.append(" />");
    }

    private static void attribute(StringBuilder xml, String name, String value) {
        if (value == null) {
            xml.append(' ').append(name).append("null=\"1\"");
        } else {
            xml.append(' ').append(name).append("=\"").append(escape(value)).append('"');
        }
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
}
