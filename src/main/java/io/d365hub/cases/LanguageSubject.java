package io.d365hub.cases;

import com.fasterxml.jackson.databind.JsonNode;
import io.d365hub.rehearsal.MappingRehearsal;
import java.nio.file.Path;
import java.util.List;

/** A mapping alone, in another language than JSLT. Not thread-safe; close it to stop it. */
final class LanguageSubject implements CaseSubject {

    private final Path file;
    private final MappingRehearsal mapping;

    private LanguageSubject(Path file, MappingRehearsal mapping) {
        this.file = file;
        this.mapping = mapping;
    }

    static LanguageSubject start(Path file) {
        try {
            return new LanguageSubject(file, MappingRehearsal.start(file));
        } catch (Exception e) {
            throw new CasesException(
                    "Mapping " + file + " does not start: "
                            + RouteSubject.rootCause(e).getMessage(),
                    e);
        }
    }

    @Override
    public Path about() {
        return file;
    }

    @Override
    public List<JsonNode> run(Case one) throws Exception {
        return List.of(mapping.map(one.input()));
    }

    @Override
    public void close() {
        mapping.close();
    }
}
