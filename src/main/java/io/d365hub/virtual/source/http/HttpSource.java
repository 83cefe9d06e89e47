package io.d365hub.virtual.source.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.d365hub.virtual.SourceCall;
import io.d365hub.virtual.SourceException;
import io.d365hub.virtual.TablePage;
import io.d365hub.virtual.TableRow;
import io.d365hub.virtual.TableSource;
import io.d365hub.virtual.VirtualColumn;
import io.d365hub.virtual.VirtualTable;
import io.d365hub.virtual.evaluation.Evaluation;
import io.d365hub.virtual.evaluation.UsedColumns;
import io.d365hub.virtual.query.Filter;
import io.d365hub.virtual.query.TableQuery;
import io.d365hub.virtual.source.web.JsonColumns;
import io.d365hub.virtual.source.web.WebAnswer;
import io.d365hub.virtual.source.web.WebRequest;
import io.d365hub.virtual.source.web.WebService;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A table out of the answers of a JSON service. It is asked for what its parameters can express, all its pages are read up
 * to the row limit, and every filter is evaluated here again.
 */
final class HttpSource implements TableSource {

    private final VirtualTable table;
    private final HttpSettings settings;
    private final WebService service;
    private final JsonColumns json;

    HttpSource(VirtualTable table, HttpSettings settings, WebService service) {
        this.table = table;
        this.settings = settings;
        this.service = service;
        this.json = new JsonColumns(table, settings.zone());
    }

    /** Whatever the service cannot do is done in the hub; only the row limit can stop it. */
    @Override
    public void check(TableQuery query) {}

    @Override
    public TablePage read(TableQuery query, SourceCall call) throws SourceException {
        return evaluation(query.filter(), UsedColumns.of(query), call).page(query);
    }

    @Override
    public long count(Filter filter, SourceCall call) throws SourceException {
        Set<VirtualColumn> columns = UsedColumns.of(filter);
        columns.add(table.key());
        return evaluation(filter, columns, call).count();
    }

    private Evaluation evaluation(Filter filter, Set<VirtualColumn> columns, SourceCall call) throws SourceException {
        Evaluation evaluation = new Evaluation(table, filter);
        URI base = Addresses.with(settings.url(), parameters(filter));
        URI at = Addresses.with(base, settings.paging().begin());
        int seen = 0;
        for (int page = 0; at != null; page++) {
            WebAnswer answer = service.send(request(WebRequest.get(at)), call);
            if (!answer.isSuccess()) {
                throw service.refusal(answer);
            }
            JsonNode body = service.json(answer);
            JsonNode rows = body.at(settings.rows());
            if (!rows.isArray()) {
                throw SourceException.wrongData(
                        "The source of %s has no list of rows at '%s'.".formatted(table.path(), settings.rows()));
            }
            for (JsonNode row : rows) {
                evaluation.add(json.row(row, columns));
            }
            seen += rows.size();
            at = next(base, at, page, rows.size(), seen, answer, body);
        }
        return evaluation;
    }

    private URI next(URI base, URI at, int page, int rows, int seen, WebAnswer answer, JsonNode body)
            throws SourceException {
        Optional<URI> next;
        try {
            next = settings.paging().next(base, at, page, rows, seen, answer, body);
        } catch (IllegalArgumentException e) {
            throw SourceException.wrongData(
                    "The source of %s gave a next link that is no address.".formatted(table.path()));
        }
        if (next.filter(at::equals).isPresent()) {
            throw SourceException.wrongData(
                    "The source of %s gave a next link to the same page.".formatted(table.path()));
        }
        return next.orElse(null);
    }

    private Map<String, String> parameters(Filter filter) {
        List<Filter> terms = filter instanceof Filter.And and ? and.terms() : List.of(filter);
        Map<String, String> values = new LinkedHashMap<>();
        for (Parameter parameter : settings.parameters()) {
            parameter.value(terms).ifPresent(value -> values.put(parameter.name(), value));
        }
        return values;
    }

    private WebRequest request(WebRequest request) {
        WebRequest with = request;
        for (Map.Entry<String, String> header : settings.headers().entrySet()) {
            with = with.with(header.getKey(), header.getValue());
        }
        return with;
    }

    @Override
    public Optional<TableRow> find(Object key, Set<VirtualColumn> columns, SourceCall call) throws SourceException {
        if (settings.row().isEmpty()) {
            return searched(key, columns, call);
        }
        WebAnswer answer = service.send(request(WebRequest.get(settings.rowAddress(key))), call);
        if (answer.status() == 404 || answer.status() == 410) {
            return Optional.empty();
        }
        if (!answer.isSuccess()) {
            throw service.refusal(answer);
        }
        JsonNode row = service.json(answer).at(settings.rowAt());
        return row.isMissingNode() || row.isNull() ? Optional.empty() : Optional.of(json.row(row, columns));
    }

    private Optional<TableRow> searched(Object key, Set<VirtualColumn> columns, SourceCall call)
            throws SourceException {
        return read(TableQuery.ofKey(table, key, columns), call).rows().stream().findFirst();
    }

    @Override
    public TableRow create(Map<VirtualColumn, Object> values, SourceCall call) throws SourceException {
        WebAnswer answer = write(WebRequest.write("POST", settings.url(), json.object(values)), call);
        if (!answer.isSuccess()) {
            throw refusal(answer);
        }
        if (answer.body().length > 0) {
            return json.row(service.json(answer).at(settings.rowAt()), table.columns());
        }
        if (!values.containsKey(table.key())) {
            throw SourceException.wrongData(
                    "The source of %s created a row and did not say which.".formatted(table.path()));
        }
        TableRow.Builder row = TableRow.of(table);
        for (Map.Entry<VirtualColumn, Object> value : values.entrySet()) {
            row.set(value.getKey(), value.getValue());
        }
        return row.build();
    }

    @Override
    public WriteOutcome update(Object key, Map<VirtualColumn, Object> values, Optional<Object> version, SourceCall call)
            throws SourceException {
        return outcome(
                write(WebRequest.write(settings.updateMethod(), settings.rowAddress(key), json.object(values)), call));
    }

    @Override
    public WriteOutcome delete(Object key, Optional<Object> version, SourceCall call) throws SourceException {
        return outcome(write(WebRequest.delete(settings.rowAddress(key)), call));
    }

    private WebAnswer write(WebRequest request, SourceCall call) throws SourceException {
        return service.send(request(request), call);
    }

    private WriteOutcome outcome(WebAnswer answer) throws SourceException {
        if (answer.isSuccess()) {
            return WriteOutcome.DONE;
        }
        if (answer.status() == 404 || answer.status() == 410) {
            return WriteOutcome.NOT_FOUND;
        }
        throw refusal(answer);
    }

    private SourceException refusal(WebAnswer answer) {
        return answer.status() == 400 || answer.status() == 422
                ? SourceException.badRequest("The source of %s refuses the values.".formatted(table.path()), "")
                : service.refusal(answer);
    }

    @Override
    public List<String> capabilities() {
        String parameters = settings.parameters().stream()
                .map(parameter -> "%s %s as parameter '%s'"
                        .formatted(
                                parameter.column().name(),
                                parameter.comparator().name().toLowerCase(java.util.Locale.ROOT),
                                parameter.name()))
                .collect(Collectors.joining(", "));
        return List.of(
                "passed on to the HTTP service: "
                        + (parameters.isEmpty() ? "no filter" : parameters + "; also within and")
                        + (settings.row().isPresent() ? "; one row by its key" : ""),
                "evaluated in the hub (at most " + table.rowLimit() + " rows): every filter, order, paging, counts");
    }
}
