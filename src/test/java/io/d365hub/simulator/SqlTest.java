package io.d365hub.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Section 6.9 of the fact sheet. What the values look like is unverified. */
class SqlTest {

    @RegisterExtension
    final SimulatorFixture dataverse = SimulatorFixture.withDefaults();

    private SimulatorFixture.Answer sql(String entitySet, String statement, String... headers) {
        return dataverse.get(
                dataverse.root() + entitySet + "?sql=" + URLEncoder.encode(statement, StandardCharsets.UTF_8), headers);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT TOP 1 name, accountnumber FROM account WHERE accountnumber = 'c-10001' |"
                        + " [{`name`:`*`,`accountnumber`:`C-10001`}]",
                "select count(*) as n from account | [{`n`:401}]",
                "SELECT accountnumber FROM account WHERE accountnumber LIKE 'C-1000[1-3]' AND NOT accountnumber = 'C-10002' ORDER BY accountnumber DESC |"
                        + " [{`accountnumber`:`C-10003`},{`accountnumber`:`C-10001`}]",
                "SELECT accountnumber FROM account a WHERE a.accountnumber IN ('C-10001','C-10002') ORDER BY name OFFSET 0 ROWS FETCH NEXT 0 ROWS ONLY | []",
                "SELECT accountnumber AS nr FROM account WHERE accountnumber BETWEEN 'C-10010' AND 'C-10011' AND tickersymbol IS NULL ORDER BY nr |"
                        + " [{`nr`:`C-10010`},{`nr`:`C-10011`}]",
                "SELECT DISTINCT statecode FROM account | [{`statecode`:0}]",
                "SELECT statecode, COUNT(*) AS n, COUNT(DISTINCT statuscode) AS d FROM account WHERE accountnumber < 'C-10011' GROUP BY statecode |"
                        + " [{`statecode`:0,`n`:10,`d`:1}]",
                "SELECT c.hub_externalid, a.accountnumber FROM contact c INNER JOIN account a ON c.parentcustomerid = a.accountid WHERE c.hub_externalid = 'P-20401' |"
                        + " [{`hub_externalid`:`P-20401`,`accountnumber`:`C-10001`}]",
                "SELECT a.accountnumber, COUNT(c.contactid) AS n FROM account a LEFT JOIN contact c ON c.parentcustomerid = a.accountid"
                        + " WHERE a.accountnumber IN ('C-10001','WEB-GUEST') GROUP BY a.accountnumber ORDER BY n |"
                        + " [{`accountnumber`:`WEB-GUEST`,`n`:0},{`accountnumber`:`C-10001`,`n`:2}]"
            })
    @DisplayName("[C] §6.9: one SELECT with joins, groups and order")
    void aStatementIsAnswered(String statement, String expected) {
        // Given
        String entitySet = statement.contains("FROM contact") ? "contacts" : "accounts";
        // When
        SimulatorFixture.Answer answer = sql(entitySet, statement);
        // Then
        assertThat(answer.status()).describedAs(answer.text()).isEqualTo(200);
        assertThat(answer.json().path("value").toString().replaceAll("\"name\":\"[^\"]*\"", "\"name\":\"*\""))
                .isEqualTo(expected.replace('`', '"'));
    }

    @Test
    @DisplayName("[C] §6.9: pages follow one another, each cookie its own")
    void pagesFollowOneAnother() {
        // Given
        List<String> found = new ArrayList<>();
        String next = dataverse.root() + "accounts?sql="
                + URLEncoder.encode("SELECT accountnumber FROM account ORDER BY accountnumber", StandardCharsets.UTF_8);
        // When
        while (!next.isEmpty()) {
            JsonNode page =
                    dataverse.get(next, "Prefer", "odata.maxpagesize=150").json();
            page.path("value")
                    .forEach(row -> found.add(row.path("accountnumber").asText()));
            next = page.path("@odata.nextLink").asText();
            assertThat(next).matches("|.*pagingcookie=%22.+%22.*");
        }
        // Then
        assertThat(found).hasSize(401).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM account",
                "SELECT a.* FROM account a",
                "SELECT name FROM account UNION SELECT name FROM account",
                "SELECT name FROM account GROUP BY name HAVING COUNT(*) > 1",
                "WITH x AS (SELECT name FROM account) SELECT name FROM x",
                "SELECT name FROM (SELECT name FROM account) x",
                "SELECT name FROM account WHERE accountid IN (SELECT accountid FROM account)",
                "SELECT a.name FROM account a RIGHT JOIN contact c ON c.parentcustomerid = a.accountid",
                "SELECT a.name FROM account a CROSS JOIN contact c",
                "SELECT nothing FROM account",
                "SELECT name FROM nothing",
                "SELECT name FROM account WHERE name = 'open",
                "SELECT name, COUNT(*) FROM account",
                "DELETE FROM account",
                "UPDATE account SET name = 'x'",
                "SELECT name FROM account; SELECT name FROM account",
                "SELECT fullname FROM contact"
            })
    @DisplayName("[C rules, U codes] §6.9: what the service does not do is refused")
    void whatTheServiceDoesNotDoIsRefused(String statement) {
        // When
        String error = sql("accounts", statement).error();
        // Then
        assertThat(error).isEqualTo("400 0x80060888");
    }
}
