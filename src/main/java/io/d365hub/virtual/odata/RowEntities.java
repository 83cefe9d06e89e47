package io.d365hub.virtual.odata;

import io.d365hub.virtual.TableRow;
import java.net.URI;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.olingo.commons.api.data.Entity;
import org.apache.olingo.commons.api.data.EntityIterator;

/** A page as Olingo's serialiser wants it, one row after the other. For one thread. */
final class RowEntities extends EntityIterator {

    private final Iterator<TableRow> rows;
    private final String type;

    RowEntities(List<TableRow> rows, String type, OptionalLong count, Optional<String> next) {
        this.type = type;
        this.rows = rows.iterator();
        count.ifPresent(number -> setCount(Math.toIntExact(number)));
        next.ifPresent(link -> setNext(URI.create(link)));
    }

    @Override
    public boolean hasNext() {
        return rows.hasNext();
    }

    @Override
    public Entity next() {
        return new RowEntity(rows.next(), type);
    }
}
