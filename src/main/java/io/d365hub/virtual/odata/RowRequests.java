package io.d365hub.virtual.odata;

import io.d365hub.virtual.TablePage;
import io.d365hub.virtual.TableRow;
import io.d365hub.virtual.VirtualTable;
import io.d365hub.virtual.guard.TableGuard;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.olingo.commons.api.format.ContentType;
import org.apache.olingo.server.api.prefer.Preferences;
import org.apache.olingo.server.api.serializer.RepresentationType;

/** Answers of reading requests. Immutable, thread-safe. */
final class RowRequests {

    private final AnswerWriter writer;
    private final SkipTokens tokens;

    RowRequests(AnswerWriter writer, SkipTokens tokens) {
        this.writer = writer;
        this.tokens = tokens;
    }

    ODataAnswer page(
            ODataCall call,
            Address.Parsed parsed,
            VirtualTable table,
            ContentType type,
            Preferences preferences,
            QueryReader.Read read,
            TablePage page) {
        long left = read.left() < 0 ? -1 : read.left() - page.rows().size();
        Optional<String> next = left == 0
                ? Optional.empty()
                : page.next()
                        .map(continuation -> nextLink(
                                call,
                                table,
                                tokens.token(new SkipTokens.Position(left, continuation), read.fingerprint())));
        try {
            ODataAnswer answer = ODataService.answer(
                    200,
                    type,
                    () -> writer.rows(
                            table,
                            page.rows(),
                            parsed.uri().getSelectOption(),
                            parsed.uri().getCountOption(),
                            page.count(),
                            next,
                            type,
                            call.root()));
            ODataService.countOf(page);
            if (preferences.getMaxPageSize() != null && preferences.getMaxPageSize() > 0) {
                answer.headers()
                        .put(
                                "Preference-Applied",
                                "odata.maxpagesize=" + read.query().limit());
            }
            return answer;
        } catch (ODataFault e) {
            throw new CompletionException(e);
        }
    }

    /** All options again but those of the page. */
    private static String nextLink(ODataCall call, VirtualTable table, String token) {
        StringBuilder link = new StringBuilder(call.root()).append(table.name()).append('?');
        for (String option : call.query().split("&", -1)) {
            String name = option.replace("%24", "$");
            boolean again = name.startsWith("$filter=")
                    || name.startsWith("$select=")
                    || name.startsWith("$orderby=")
                    || name.startsWith("$count=")
                    || name.startsWith("$format=")
                    // How the caller shows who he is; whoever follows the link has to show it again.
                    || name.startsWith("api-key=");
            if (again) {
                link.append(encoded(option)).append('&');
            }
        }
        return link.append("$skiptoken=").append(token).toString();
    }

    /** As it came, with what a URI must not hold encoded. */
    private static String encoded(String option) {
        StringBuilder encoded = new StringBuilder();
        option.codePoints().forEach(c -> {
            boolean allowed = c > 32 && c < 127 && "\"<>\\^`{|}".indexOf(c) < 0;
            encoded.append(
                    allowed
                            ? Character.toString(c)
                            : URLEncoder.encode(Character.toString(c), StandardCharsets.UTF_8)
                                    .replace("+", "%20"));
        });
        return encoded.toString();
    }

    CompletableFuture<ODataAnswer> row(
            ODataCall call, Address.Parsed parsed, VirtualTable table, TableGuard guard, CompletableFuture<Object> key)
            throws ODataFault {
        ContentType type = Negotiation.type(call, parsed.uri().getFormatOption(), RepresentationType.ENTITY);
        return key.thenCompose(natural -> guard.find(natural, QueryReader.columns(table, parsed.uri()), call.caller()))
                .thenApply(found -> {
                    TableRow row = found.orElseThrow(() -> new CompletionException(notFound(table)));
                    Optional<String> etag = ETags.of(row);
                    if (etag.isPresent() && matches(call, "If-None-Match", etag.get())) {
                        Map<String, String> headers = ODataService.headers();
                        headers.put("ETag", etag.get());
                        return new ODataAnswer(304, headers, new byte[0]);
                    }
                    try {
                        if (!call.headers("If-Match").isEmpty()
                                && etag.isPresent()
                                && !matches(call, "If-Match", etag.get())) {
                            throw ETags.otherVersion();
                        }
                        ODataAnswer answer = ODataService.answer(
                                200, type, () -> writer.row(row, parsed.uri().getSelectOption(), type, call.root()));
                        etag.ifPresent(value -> answer.headers().put("ETag", value));
                        return answer;
                    } catch (ODataFault e) {
                        throw new CompletionException(e);
                    }
                });
    }

    private static boolean matches(ODataCall call, String header, String etag) {
        return call.headers(header).stream()
                .flatMap(value -> java.util.Arrays.stream(value.split(",", -1)))
                .map(String::strip)
                .anyMatch(wanted -> wanted.equals("*") || wanted.equals(etag) || ("W/" + wanted).equals(etag));
    }

    CompletableFuture<ODataAnswer> property(
            ODataCall call,
            Address.Parsed parsed,
            Address.Property property,
            TableGuard guard,
            CompletableFuture<Object> key)
            throws ODataFault {
        ContentType type = Negotiation.type(
                call,
                parsed.uri().getFormatOption(),
                property.raw() ? RepresentationType.VALUE : RepresentationType.PRIMITIVE);
        VirtualTable table = property.table();
        return key.thenCompose(natural -> guard.find(natural, Set.of(table.key(), property.column()), call.caller()))
                .thenApply(found -> {
                    TableRow row = found.orElseThrow(() -> new CompletionException(notFound(table)));
                    if (row.get(property.column()) == null) {
                        return new ODataAnswer(204, ODataService.headers(), new byte[0]);
                    }
                    try {
                        return ODataService.answer(
                                200,
                                type,
                                () -> property.raw()
                                        ? writer.rawProperty(row, property.column())
                                        : writer.property(row, property.column(), type, call.root()));
                    } catch (ODataFault e) {
                        throw new CompletionException(e);
                    }
                });
    }

    static ODataAnswer counted(long number, ContentType type) {
        return new ODataAnswer(
                200, ODataService.headers(type), Long.toString(number).getBytes(StandardCharsets.UTF_8));
    }

    static ODataFault notFound(VirtualTable table) {
        return ODataFault.of(404, "NotFound", "There is no row of this key in " + table.name() + ".", "");
    }
}
