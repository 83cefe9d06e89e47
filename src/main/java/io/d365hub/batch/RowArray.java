package io.d365hub.batch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The rows of an exchange, as a list of trees like any other. They are made when somebody looks at the first of them; whoever can
 * do with the bytes of the source asks for these before. Not thread-safe, like every tree.
 */
@SuppressWarnings("unchecked") // what Jackson's own class does
public final class RowArray extends ArrayNode {

    private static final long serialVersionUID = 1L;

    private final transient Rows rows;

    RowArray(List<SourceRow> sources) {
        this(new Rows(sources));
    }

    private RowArray(Rows rows) {
        super(JsonNodeFactory.instance, rows);
        this.rows = rows;
    }

    /** The rows as their source has them; empty once somebody has looked at the trees, and may have changed them. */
    public Optional<List<SourceRow>> unread() {
        return rows.trees == null ? Optional.of(rows.sources) : Optional.empty();
    }

    /** Hands out nothing of the sources' own trees but what it would without this list. */
    private static final class Rows extends AbstractList<JsonNode> {

        private final List<SourceRow> sources;
        private List<JsonNode> trees;

        Rows(List<SourceRow> sources) {
            this.sources = sources;
        }

        private List<JsonNode> trees() {
            if (trees == null) {
                trees = new ArrayList<>(sources.size());
                sources.forEach(source -> trees.add(source.columns()));
            }
            return trees;
        }

        @Override
        public JsonNode get(int index) {
            return trees().get(index);
        }

        @Override
        public int size() {
            return trees == null ? sources.size() : trees.size();
        }

        @Override
        public JsonNode set(int index, JsonNode element) {
            return trees().set(index, element);
        }

        @Override
        public void add(int index, JsonNode element) {
            trees().add(index, element);
        }

        @Override
        public JsonNode remove(int index) {
            return trees().remove(index);
        }
    }
}
