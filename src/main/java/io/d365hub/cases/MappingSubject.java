package io.d365hub.cases;

import com.fasterxml.jackson.databind.JsonNode;
import com.schibsted.spt.data.jslt.Expression;
import com.schibsted.spt.data.jslt.JsltException;
import io.d365hub.mapping.Mappings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A mapping in JSLT alone, without a route. */
final class MappingSubject implements CaseSubject {

    private final Path file;
    private final Expression mapping;

    private MappingSubject(Path file, Expression mapping) {
        this.file = file;
        this.mapping = mapping;
    }

    static MappingSubject of(Path file) {
        try {
            return new MappingSubject(file, Mappings.compile(file));
        } catch (JsltException | IOException e) {
            throw new CasesException("Mapping " + file + " cannot be compiled: " + e.getMessage(), e);
        }
    }

    @Override
    public Path about() {
        return file;
    }

    @Override
    public List<JsonNode> run(Case one) throws IOException {
        return List.of(Mappings.apply(mapping, file.toString(), one.input()));
    }
}
