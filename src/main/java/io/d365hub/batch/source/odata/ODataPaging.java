package io.d365hub.batch.source.odata;

import com.fasterxml.jackson.core.JsonPointer;
import io.d365hub.batch.SourceException;
import io.d365hub.batch.source.http.HttpPages;
import io.d365hub.batch.source.http.Paging;
import java.net.URI;
import java.util.Optional;
import java.util.Set;

/** Next links and delta links, followed as they stand, absolute or relative; OData 4.01 names them without a prefix. */
record ODataPaging(HttpPages pages) implements Paging {

    private static final JsonPointer NEXT = JsonPointer.compile("/@odata.nextLink");
    private static final JsonPointer NEXT_401 = JsonPointer.compile("/@nextLink");
    private static final JsonPointer DELTA = JsonPointer.compile("/@odata.deltaLink");
    private static final JsonPointer DELTA_401 = JsonPointer.compile("/@deltaLink");
    private static final JsonPointer COUNT = JsonPointer.compile("/@odata.count");

    @Override
    public Set<JsonPointer> wanted() {
        return Set.of(NEXT, NEXT_401, DELTA, DELTA_401);
    }

    @Override
    public Optional<URI> after(Page page) throws SourceException {
        return link(page, NEXT, NEXT_401);
    }

    @Override
    public Optional<URI> end(Page last) throws SourceException {
        return link(last, DELTA, DELTA_401);
    }

    private Optional<URI> link(Page page, JsonPointer name, JsonPointer newName) throws SourceException {
        Optional<String> link = page.values().apply(name).or(() -> page.values().apply(newName));
        return link.isPresent() ? Optional.of(pages.resolve(page.uri(), link.get())) : Optional.empty();
    }

    @Override
    public Optional<JsonPointer> total() {
        return Optional.of(COUNT);
    }
}
