package io.d365hub.mapping.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.d365hub.mapping.Mappings;
import io.d365hub.mapping.RefusedByMappingException;
import io.d365hub.yaml.YamlValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Table maps; the codes DIPV... are those that Dual-write has for the same mistakes (finance-and-operations.md 10.7 [MS]). */
class TableMapTest {

    private static final String VENDORS = """
            source: Vendors
            table: msdyn_vendors
            key: [msdyn_vendoraccountnumber, msdyn_company.cdm_companycode]
            fields:
              - {from: VENDORACCOUNTNUMBER, to: msdyn_vendoraccountnumber, required: true}
              - {from: DATAAREAID, to: msdyn_company.cdm_companycode, table: cdm_companies}
              - {from: NAME, to: msdyn_name, truncate: 5}
              - {from: ISONHOLD, to: msdyn_onhold, values: {"yes": true, "no": false}, default: false}
              - {from: HOLDSTATUS, to: msdyn_status, type: integer, values: {invoice: 1, all: 2}}
              - {from: GROUPID, to: msdyn_groupid.msdyn_group, table: msdyn_vendorgroups}
              - {from: GROUPCOMPANY, to: msdyn_groupid.msdyn_company, table: msdyn_vendorgroups}
              - {to: msdyn_origin, default: hub}
            """;

    private static JsonNode mapped(String row) throws Exception {
        return TableMap.read(VENDORS, "vendors.map.yaml")
                .apply(Mappings.reader().readTree(row));
    }

    @Test
    void row_isMappedColumnByColumn() throws Exception {
        assertThat(mapped("""
                                {"VENDORACCOUNTNUMBER": "V1", "DATAAREAID": "USMF", "NAME": "Contoso", "ISONHOLD": "yes",
                                 "HOLDSTATUS": "all", "GROUPID": "10", "GROUPCOMPANY": "USMF"}""")).isEqualTo(Mappings.reader().readTree("""
                                        {"msdyn_vendoraccountnumber": "V1",
                                         "msdyn_company@odata.bind": {"table": "cdm_companies", "key": {"cdm_companycode": "USMF"}},
                                         "msdyn_name": "Conto", "msdyn_onhold": true, "msdyn_status": 2,
                                         "msdyn_groupid@odata.bind":
                                           {"table": "msdyn_vendorgroups", "key": {"msdyn_group": "10", "msdyn_company": "USMF"}},
                                         "msdyn_origin": "hub"}"""));
    }

    @Test
    void emptyLookUp_isANullOfTheTarget() throws Exception {
        assertThat(mapped("{\"VENDORACCOUNTNUMBER\": \"V1\", \"GROUPID\": null, \"GROUPCOMPANY\": \"USMF\"}")
                        .get("msdyn_groupid@odata.bind")
                        .isNull())
                .isTrue();
    }

    @Test
    void valueThatIsNotInTheMap_isRefused_withoutTellingIt() {
        assertThatThrownBy(() -> mapped("{\"VENDORACCOUNTNUMBER\": \"V1\", \"HOLDSTATUS\": \"payment\"}"))
                .isInstanceOf(RefusedByMappingException.class)
                .hasMessageContaining("Column 'HOLDSTATUS'")
                .hasMessageContaining("not in the value map")
                .hasMessageNotContaining("payment");
    }

    @Test
    void requiredValueThatIsMissing_isRefused() {
        assertThatThrownBy(() -> mapped("{}"))
                .isInstanceOf(RefusedByMappingException.class)
                .hasMessageContaining("VENDORACCOUNTNUMBER");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "{table: t, fields: [{from: A, to: a}]}                                            | DIPV1003",
                "{table: t, key: b, fields: [{from: A, to: a}]}                                    | DIPV1014",
                "{table: t, key: a, fields: [{from: A, to: a, table: x}]}                          | DIPV1015",
                "{table: t, key: a.k, fields: [{from: A, to: a.k}]}                                | DIPV1018",
                "{table: t, key: a, fields: [{from: A, to: a}, {from: B}]}                         | DIPV1022",
                "{table: t, key: a, fields: [{from: A, to: a}, {from: B, to: a}]}                  | DIPV1026",
                "{table: t, key: a, fields: [{from: A, to: a, values: {x: 1, x: 2}}]}              | DIPV1029",
                "{table: t, key: a, fields: [{from: A, to: a, type: integer, default: some}]}      | DIPV1030",
                "{table: t, key: a, fields: [{to: a}]}                                             | DIPV1031",
                "{table: t, key: a, fields: [{from: A, to: a, trunkate: 3}]}                       | 'trunkate'",
                "{table: t, key: a, fields: [{from: A, to: a, truncate: 0}]}                       | 'truncate' is '0'",
                "{table: t, key: a, fields: [{from: A, to: a, type: money}]}                       | 'money' is no type",
                "{table: t, key: a}                                                                | no fields",
                "[1]                                                                               | no table map",
            })
    void mistake_isFoundWithItsPlace(String map, String told) {
        assertThat(new TableMapReader(YamlValue.parse(map, "x").orElseThrow()).mistakes())
                .first()
                .satisfies(mistake -> {
                    assertThat(mistake.toString()).contains(told);
                    assertThat(mistake.line()).isEqualTo(1);
                    assertThat(mistake.mend()).isNotEmpty();
                });
    }
}
