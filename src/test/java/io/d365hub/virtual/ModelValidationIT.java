package io.d365hub.virtual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.d365hub.simulator.NpmPackage;
import io.d365hub.virtual.sql.OneTable;
import io.d365hub.virtual.sql.SqlSourceType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import org.apache.olingo.client.api.ODataClient;
import org.apache.olingo.client.core.ODataClientFactory;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.SAXException;

/**
 * {@code $metadata} before validators that nobody here wrote: the XML schema, the converter and the JSON schema of OData's technical
 * committee at OASIS (npm {@code odata-csdl}), and the validation of Apache Olingo's client. The service has a column of each type.
 */
class ModelValidationIT {

    private static final Path SCRIPT = Path.of("src", "test", "resources", "clients", "csdl-to-json.cjs");

    @TempDir
    private static Path folder;

    private static VirtualHub hub;
    private static Path oasis;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        oasis = NpmPackage.require("odata-csdl", "0.11.2");
        VirtualHub.declare(folder, "erp", "Items", """
                description: Items, with a column of each type.
                source: { sql: { datasource: erp, table: item } }
                key: { name: ItemId, column: id, type: int64 }
                columns:
                  Name: { column: name, type: string, nullable: false, maxLength: 100 }
                  Note: { column: note, type: string }
                  Price: { column: price, type: decimal, precision: 19, scale: 4 }
                  Weight: { column: weight, type: double }
                  Seats: { column: seats, type: int32 }
                  Total: { column: total, type: int64 }
                  Active: { column: active, type: boolean }
                  ChangedOn: { column: changed_on, type: datetime }
                  Link: { column: link, type: guid }
                  SupplierId: { column: supplier, type: guid, of: string, references: Suppliers }
                  Version: { column: version, type: int32, nullable: false }
                version: Version
                operations: [create, update, delete]
                """);
        VirtualHub.declare(folder, "erp", "Suppliers", """
                source: { sql: { datasource: erp, table: supplier } }
                key: { name: SupplierId, column: code, type: string }
                columns: { Name: { column: name, type: string } }
                """);
        OneTable erp = new OneTable(JdbcConnectionPool.create("jdbc:h2:" + folder.resolve("erp"), "sa", ""));
        hub = VirtualHub.start(folder, new SqlSourceType(erp));
    }

    @AfterAll
    static void stop() throws Exception {
        if (hub != null) {
            hub.close();
        }
    }

    private static String model() {
        return hub.get("erp/$metadata", "Accept", "application/xml").body();
    }

    private static Path schemas() {
        return oasis.resolve("node_modules").resolve("odata-csdl").resolve("schemas");
    }

    private static void validate(String model) throws SAXException, IOException {
        SchemaFactory factory = SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI);
        factory.setProperty(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "file");
        Schema schema = factory.newSchema(schemas().resolve("edmx.xsd").toFile());
        schema.newValidator().validate(new StreamSource(new StringReader(model)));
    }

    @Test
    void theModelIsValidByTheXmlSchemaOfOasis() {
        assertThatCode(() -> validate(model())).doesNotThrowAnyException();
    }

    @Test
    void theXmlSchemaOfOasisRefusesAModelThatIsWrong() {
        String wrong = model().replaceFirst("Nullable=\"false\"", "Nullable=\"never\"");

        assertThatThrownBy(() -> validate(wrong)).hasMessageContaining("never");
    }

    @Test
    void theModelAsTheConverterOfOasisUnderstandsItIsValidByItsJsonSchema() throws IOException, InterruptedException {
        // Given
        Path file = Files.writeString(folder.resolve("model.xml"), model(), StandardCharsets.UTF_8);
        // When
        NpmPackage.Output json = NpmPackage.run("node", SCRIPT.toString(), oasis.toString(), file.toString());
        // Then
        assertThat(json.code()).as(json.text()).isZero();
        JsonSchema schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7)
                .getSchema(Files.readString(schemas().resolve("csdl.schema.json")));
        assertThat(schema.validate(json.text(), InputFormat.JSON)).isEmpty();
        assertThat(json.text()).contains("\"ItemId\":{\"$Type\":\"Edm.Guid\"}", "\"$MaxLength\":100");
    }

    @Test
    void theModelIsValidByOlingosClient() {
        ODataClient olingo = ODataClientFactory.getClient();

        assertThatCode(() -> olingo.metadataValidation()
                        .validateMetadata(olingo.getReader()
                                .readMetadata(new ByteArrayInputStream(model().getBytes(StandardCharsets.UTF_8)))))
                .doesNotThrowAnyException();
    }
}
