package io.d365hub.cases;

import com.fasterxml.jackson.databind.JsonNode;
import com.schibsted.spt.data.jslt.Expression;
import com.schibsted.spt.data.jslt.JsltException;
import io.d365hub.mapping.Mappings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A mapping alone, without a route. */
final class MappingSubject implements CaseSubject {

    private final Expression mapping;

    private MappingSubject(Expression mapping) {
        this.mapping = mapping;
    }

    static MappingSubject of(Path file) {
        try {
            return new MappingSubject(Mappings.compile(file));
        } catch (JsltException | IOException e) {
            throw new CasesException("Mapping " + file + " cannot be compiled: " + e.getMessage(), e);
        }
    }

    @Override
    public List<JsonNode> run(Case one) throws IOException {
        return List.of(Mappings.apply(mapping, one.input()));
    }
}
