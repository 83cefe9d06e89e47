package io.d365hub.virtual.declaration;

import static org.assertj.core.api.Assertions.assertThat;

import io.d365hub.virtual.VirtualHub;
import io.d365hub.virtual.sql.NamedDataSources;
import io.d365hub.virtual.sql.SqlSourceType;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every mistake has a place, and says what, why and how to mend it. */
class DeclarationsTest {

    private static final String GOOD = """
            source: { sql: { datasource: erp, table: item } }
            key: { name: Id, column: id, type: int64 }
            columns:
              Name: { type: string, nullable: false }
              Price: { type: decimal }
            """;

    @TempDir
    private Path folder;

    private Declarations read(String yaml) {
        VirtualHub.declare(folder, "erp", "Items", yaml);
        return Declarations.read(folder, folder.resolve("virtual"), List.of(new SqlSourceType(new NamedDataSources() {
            @Override
            public Optional<DataSource> find(String name) {
                return Optional.empty();
            }

            @Override
            public Set<String> names() {
                return Set.of("erp");
            }
        })));
    }

    @Test
    void aGoodDeclarationIsATableWithDefaults() {
        Declarations read = read(GOOD);

        assertThat(read.mistakes()).isEmpty();
        assertThat(read.services()).singleElement().satisfies(service -> assertThat(service.tables())
                .singleElement()
                .satisfies(table -> {
                    assertThat(table.path()).isEqualTo("erp/Items");
                    assertThat(table.entityType()).isEqualTo("Item");
                    assertThat(table.cacheTime()).hasSeconds(5);
                    assertThat(table.pageSize()).isEqualTo(1000);
                }));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    datasource: erp   | datasource: erb  | 1 | There is no data source 'erb'.
                    sql:              | sqll:            | 1 | 'sqll' is no kind of source.
                    type: int64       | type: double     | 2 | A key cannot be of type double.
                    type: int64       | typ: int64       | 2 | 'typ' is not known here.
                    type: string      | type: text       | 4 | 'type': text is wrong.
                    type: decimal     | type: decimal, maxLength: 3 | 5 | 'maxLength' does not belong to type decimal.
                    nullable: false   | nullable: no     | 4 | 'nullable': no is wrong.
                    Name:             | 1Name:           | 4 | '1Name' is no name of a column.
                    Name:             | Price:           | 5 | Column 'Price' is there twice.
                    columns:          | colums:          | 3 | 'colums' is not known here.
                    type: decimal     | type: guid, of: int64, references: Nothing | 0 | Column 'Price' references 'Nothing'.
                    """)
    void aMistakeIsToldWithItsPlace(String good, String bad, int line, String what) {
        Declarations read = read(GOOD.replaceFirst(good, bad));

        assertThat(read.mistakes()).anySatisfy(mistake -> {
            assertThat(mistake.file()).hasToString("virtual/erp/Items.table.yaml");
            assertThat(mistake.line()).isEqualTo(line);
            assertThat(mistake.what()).isEqualTo(what);
            assertThat(mistake.mend()).isNotEmpty();
        });
    }

    @Test
    void whatIsNoYamlIsToldWithItsPlace() {
        assertThat(read("source: [").mistakes()).singleElement().satisfies(mistake -> assertThat(mistake.line())
                .isPositive());
    }

    @Test
    void aHubWithoutTheFolderHasNoTables() {
        assertThat(Declarations.read(folder, folder.resolve("nowhere"), List.of())
                        .services())
                .isEmpty();
    }
}
