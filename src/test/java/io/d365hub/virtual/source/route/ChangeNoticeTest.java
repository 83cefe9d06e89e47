package io.d365hub.virtual.source.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.d365hub.failure.FailureKind;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code to: virtual:...} makes of a changed row, without the rest of the hub. */
class ChangeNoticeTest {

    private static final UUID GUID = UUID.fromString("00000000-0000-8d10-8000-000000000007");
    private static final String TABLE = "virtual:erp/Items?logicalName=hub_item";

    private static DefaultCamelContext context;
    private static ProducerTemplate messages;

    @BeforeAll
    static void start() {
        ChangedRows changes = new ChangedRows();
        changes.serve("erp/Items", key -> {
            if (!key.equals("7")) {
                throw new NumberFormatException(key);
            }
            return GUID;
        });
        context = new DefaultCamelContext();
        context.getRegistry().bind("changes", changes);
        context.start();
        messages = context.createProducerTemplate();
    }

    @AfterAll
    static void stop() {
        context.stop();
    }

    private static Exchange sent(String uri, String body) {
        return messages.request(uri, exchange -> exchange.getMessage().setBody(body));
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("[V] §4.8: the type is named; created and updated carry columns, deleted the id only")
    @CsvSource(delimiter = '|', textBlock = """
                    Created | {"Target":{"@odata.type":"Microsoft.Dynamics.CRM.hub_item","hub_itemid":"00000000-0000-8d10-8000-000000000007","hub_name":"Bolt"}}
                    Updated | {"Target":{"@odata.type":"Microsoft.Dynamics.CRM.hub_item","hub_itemid":"00000000-0000-8d10-8000-000000000007","hub_name":"Bolt"}}
                    Deleted | {"Target":{"@odata.type":"Microsoft.Dynamics.CRM.hub_item","hub_itemid":"00000000-0000-8d10-8000-000000000007"}}
                    """)
    void aChangedRowBecomesWhatTheActionTakes(String change, String body) {
        Exchange done = sent(TABLE + "&change=" + change, "{\"hub_name\":\"Bolt\",\"hub_itemid\":7}");

        assertThat(done.getException()).isNull();
        assertThat(done.getMessage().getBody(String.class)).isEqualTo(body);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
                    no key             | {"hub_name":"Bolt"}
                    a key that is none | {"hub_itemid":"seven"}
                    no object          | [7]
                    no JSON            | <row/>
                    """)
    void aMessageThatNamesNoRowIsUnreadable(String why, String body) {
        Exchange done = sent(TABLE, body);

        assertThat(done.getException(ChangeNoticeException.class).failure().kind())
                .as(why)
                .isEqualTo(FailureKind.UNREADABLE);
    }

    @Test
    void aTableThatIsNotDeclaredIsAMistakeOfTheRoute() {
        Exchange done = sent("virtual:erp/Other?logicalName=hub_other", "{\"hub_otherid\":7}");

        assertThat(done.getException(ChangeNoticeException.class).failure().kind())
                .isEqualTo(FailureKind.MISCONFIGURED);
    }
}
