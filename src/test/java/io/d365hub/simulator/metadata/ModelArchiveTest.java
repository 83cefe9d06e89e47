package io.d365hub.simulator.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import io.d365hub.simulator.model.ModelSnapshot;
import io.d365hub.simulator.model.StandardTables;
import io.d365hub.simulator.model.TableDefinition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ModelArchiveTest {

    private final ModelSnapshot fresh = StandardTables.model().snapshot();

    private ModelSnapshot changed() {
        TableDefinition site = fresh.table("bld_site");
        ModelSnapshot withoutCapacity = fresh.with(site.without(site.column("bld_capacity")));
        Definition column = Definition.parse("""
                {"@odata.type":"#Microsoft.Dynamics.CRM.DecimalAttributeMetadata","SchemaName":"new_Height","Precision":3}""".getBytes(StandardCharsets.UTF_8));
        return TableWrites.createColumn(withoutCapacity, withoutCapacity.table("bld_site"), column, UUID.randomUUID());
    }

    @Test
    void aModelIsReadAsItWasWritten() throws IOException {
        // Given
        byte[] written = ModelArchive.write(changed());
        // When
        ModelSnapshot read = ModelArchive.read(written, fresh);
        // Then
        assertThat(new String(ModelArchive.write(read), StandardCharsets.UTF_8))
                .isEqualTo(new String(written, StandardCharsets.UTF_8));
    }

    @Test
    void columnsKeepTheirPlacesInTheRows() throws IOException {
        // Given
        ModelSnapshot changed = changed();
        // When
        ModelSnapshot read = ModelArchive.read(ModelArchive.write(changed), fresh);
        // Then
        assertThat(read.table("bld_site").column("new_height").ordinal())
                .isEqualTo(changed.table("bld_site").column("new_height").ordinal());
        assertThat(read.table("bld_site").width())
                .isEqualTo(changed.table("bld_site").width());
    }

    @Test
    void rulesComeFromTheFreshModel() throws IOException {
        // When
        ModelSnapshot read = ModelArchive.read(ModelArchive.write(changed()), fresh);
        // Then
        assertThat(read.table("contact").rule()).isSameAs(fresh.table("contact").rule());
    }
}
