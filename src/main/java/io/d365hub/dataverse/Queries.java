package io.d365hub.dataverse;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.d365hub.dataverse.client.DataverseClient;
import io.d365hub.dataverse.client.FetchQuery;
import io.d365hub.dataverse.client.ODataQuery;
import io.d365hub.dataverse.client.RequestOptions;
import io.d365hub.dataverse.client.RowPage;
import io.d365hub.dataverse.client.RowQuery;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Message;
import org.apache.camel.support.ResourceHelper;

/** What an endpoint asks for, by its options and the headers of the message. */
final class Queries {

    private static final String RESOURCE = "resource:";

    private Queries() {}

    static CompletableFuture<Void> query(DataverseClient client, DataverseEndpoint endpoint, Message message) {
        QueryConfiguration settings = endpoint.getConfiguration();
        RowQuery query = of(endpoint, message);
        RequestOptions options = MessageOptions.of(endpoint, message);
        if (settings.getPaging() == QueryConfiguration.Paging.SINGLE) {
            Optional<String> next = Optional.ofNullable(MessageOptions.text(message, DataverseConstants.NEXT_PAGE));
            return client.page(query, next, options, settings.patience()).thenAccept(page -> page(message, page));
        }
        return client.query(query, options, settings.patience()).thenAccept(rows -> {
            message.setBody(new RowStream(rows));
            message.setHeader(DataverseConstants.STATUS, 200);
        });
    }

    static CompletableFuture<Void> count(DataverseClient client, DataverseEndpoint endpoint, Message message) {
        QueryConfiguration settings = endpoint.getConfiguration();
        return client.counts()
                .count(
                        endpoint.getTable(),
                        or(message, DataverseConstants.FILTER, settings.getFilter()),
                        MessageOptions.of(endpoint, message),
                        settings.patience())
                .thenAccept(count -> {
                    message.setBody(count.rows());
                    message.setHeader(
                            DataverseConstants.COUNTED_BY, count.how().name().toLowerCase(Locale.ROOT));
                    message.setHeader(DataverseConstants.STATUS, 200);
                });
    }

    private static void page(Message message, RowPage page) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode rows = body.putArray("value");
        rows.addAll(page.rows());
        message.setBody(body.toString());
        message.setHeader(DataverseConstants.ROWS, page.rows().size());
        message.setHeader(DataverseConstants.STATUS, 200);
        page.next()
                .ifPresentOrElse(
                        next -> message.setHeader(DataverseConstants.NEXT_PAGE, next),
                        () -> message.removeHeader(DataverseConstants.NEXT_PAGE));
    }

    private static RowQuery of(DataverseEndpoint endpoint, Message message) {
        if (message.getBody() instanceof RowQuery given) {
            return given;
        }
        QueryConfiguration settings = endpoint.getConfiguration();
        String fetchXml = or(message, DataverseConstants.FETCH_XML, settings.getFetchXml());
        if (!fetchXml.isEmpty()) {
            return new FetchQuery(endpoint.getTable(), fetchXml(endpoint, fetchXml), settings.getPageSize());
        }
        return ODataQuery.of(endpoint.getTable())
                .select(endpoint.selected())
                .filter(or(message, DataverseConstants.FILTER, settings.getFilter()))
                .orderBy(settings.getOrderBy())
                .expand(settings.getExpand())
                .apply(settings.getApply())
                .top(settings.getTop())
                .pageSize(settings.getPageSize());
    }

    private static String fetchXml(DataverseEndpoint endpoint, String option) {
        if (!option.startsWith(RESOURCE)) {
            return option;
        }
        String place = option.substring(RESOURCE.length());
        try (InputStream in = ResourceHelper.resolveMandatoryResourceAsInputStream(endpoint.getCamelContext(), place)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalArgumentException("The FetchXML at '" + place + "' cannot be read: " + e.getMessage(), e);
        }
    }

    private static String or(Message message, String header, String option) {
        String given = MessageOptions.text(message, header);
        return given != null ? given : option == null ? "" : option;
    }
}
