package io.d365hub.virtual;

import static org.assertj.core.api.Assertions.assertThat;

import io.d365hub.virtual.VirtualHub.Answer;
import io.d365hub.virtual.sql.OneTable;
import io.d365hub.virtual.sql.SqlSourceType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Addresses with mistakes that nobody thought of: each is answered, and none is a failure of the hub or of the source. */
class MutatedQueriesTest {

    private static final int MUTANTS = 400;

    private static final List<String> GOOD = List.of(
            "erp/Items?$filter=Name eq 'a' and (Stock gt 1 or not contains(Name,'b''c'))&$orderby=Stock desc,Name&$top=5",
            "erp/Items?$filter=Stock in (1,2,3) or Price le -1.5&$select=Name,Stock&$count=true",
            "erp/Items?$filter=ChangedOn ge 2026-01-01T10:00:00Z and Active eq true&$skip=3&$format=json",
            "erp/Items?$filter=length(trim(tolower(Name))) eq 4 and ItemId ne 00000000-0000-8d10-8000-000000000007",
            "erp/Items(00000000-0000-8d10-8000-000000000007)?$select=*",
            "erp/Items(80000000-0000-8d10-8000-400000000000)/Name/$value",
            "erp/Items/$count?$filter=startswith(Name,'x')",
            "erp/$metadata",
            "erp/");

    /** What is inserted, or put in the place of something. */
    private static final String[] PIECES = {
        "'",
        "''",
        "(",
        ")",
        ",",
        "%",
        "%27",
        "%2527",
        "%zz",
        "%00",
        "%C3%28",
        "$",
        "&",
        "=",
        "?",
        "/",
        "//",
        ";",
        "..",
        " ",
        "+",
        "-",
        "null",
        "not ",
        " and ",
        " eq ",
        "INF",
        "NaN",
        "1e999",
        "99999999999999999999",
        "2026-02-30",
        "\\",
        "\"",
        "{",
        "[",
        "@",
        "~",
        "$filter=",
        "$top=",
        "$skiptoken=x",
        "any(x:x)",
        "cast(Name,Edm.Int32)",
        "geo.distance(",
        "\u00e4",
        "\ud83d\ude00",
        "#",
        "|"
    };

    private static final Set<Integer> ANSWERS = Set.of(200, 400, 404, 406, 414, 501);

    private static VirtualHub hub;

    @BeforeAll
    static void start(@TempDir Path folder) {
        OneTable erp = new OneTable(JdbcConnectionPool.create("jdbc:h2:" + folder.resolve("erp"), "sa", ""));
        erp.run(
                "create table item (id int primary key, name varchar(50), price decimal(10,2), stock int, active boolean, changed timestamp)",
                "insert into item select x, 'Item ' || x, x, x, true, timestamp '2026-01-01 00:00:00' from system_range(1, 20)");
        VirtualHub.declare(folder, "erp", "Items", """
                source: { sql: { datasource: erp, table: item } }
                key: { name: ItemId, column: id, type: int32 }
                columns:
                  Name: { column: name, type: string }
                  Price: { column: price, type: decimal }
                  Stock: { column: stock, type: int32 }
                  Active: { column: active, type: boolean }
                  ChangedOn: { column: changed, type: datetime }
                timeout: 100s
                """);
        hub = VirtualHub.start(folder, new SqlSourceType(erp));
    }

    @AfterAll
    static void stop() throws Exception {
        hub.close();
    }

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 5);
    }

    /** One to four mistakes. */
    private static String mutant(Random random) {
        StringBuilder address = new StringBuilder(GOOD.get(random.nextInt(GOOD.size())));
        for (int mistakes = 1 + random.nextInt(4); mistakes > 0; mistakes--) {
            int at = "erp/".length() + random.nextInt(address.length() - "erp/".length() + 1);
            int end = Math.min(address.length(), at + random.nextInt(6));
            switch (random.nextInt(3)) {
                case 0 -> address.delete(at, end);
                case 1 -> address.insert(at, PIECES[random.nextInt(PIECES.length)]);
                default -> address.replace(at, end, PIECES[random.nextInt(PIECES.length)]);
            }
        }
        return address.toString();
    }

    /** Only what no client can send is encoded; wrong encodings stay. */
    private static String sendable(String address) {
        StringBuilder sendable = new StringBuilder();
        for (int i = 0; i < address.length(); i++) {
            char c = address.charAt(i);
            boolean plain = c > ' ' && c < 127 && "\"<>\\^`{|}#[]".indexOf(c) < 0;
            boolean encodes = c != '%'
                    || (i + 2 < address.length()
                            && Character.digit(address.charAt(i + 1), 16) >= 0
                            && Character.digit(address.charAt(i + 2), 16) >= 0);
            if (plain && encodes) {
                sendable.append(c);
            } else if (i + 1 < address.length() && Character.isSurrogatePair(c, address.charAt(i + 1))) {
                sendable.append(VirtualHub.encoded(address.substring(i, i + 2)));
                i++;
            } else {
                sendable.append(VirtualHub.encoded(String.valueOf(c)));
            }
        }
        return sendable.toString();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void anAddressWithMistakesIsAnsweredAndNeverAFailure(long seed) {
        // Given
        Random random = new Random(seed);
        List<String> failures = new ArrayList<>();
        // When
        for (int i = 0; i < MUTANTS; i++) {
            String address = sendable(mutant(random));
            Answer answer = hub.get(address);
            if (!ANSWERS.contains(answer.status())) {
                failures.add(answer.status() + " " + address + " " + answer.body());
            }
        }
        // Then
        assertThat(failures).isEmpty();
    }
}
