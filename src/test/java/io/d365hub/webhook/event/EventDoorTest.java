package io.d365hub.webhook.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who is let in at the door for events, and what is read there. */
class EventDoorTest {

    private static final HookSecrets BOTH = new HookSecrets("x-hub-key", List.of("new", "old"));

    private static EventHead head(String json) throws EventRefusedException {
        return EventHeadReader.read(json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void theNewAndTheOldSecretAreBothTakenWhileTheyAreReplaced() {
        assertThat(BOTH.areShown(List.of("old")) && BOTH.areShown(List.of("new")))
                .isTrue();
    }

    @Test
    void anythingElseIsNoSecret() {
        assertThat(BOTH.areShown(List.of("other", ""))).isFalse();
    }

    @Test
    void withoutSecretsNobodyIsLetIn() {
        assertThat(new HookSecrets("x-hub-key", List.of()).areShown(List.of("")))
                .isFalse();
    }

    @Test
    void theSameJobAndStepAreTheSameEvent() throws EventRefusedException {
        // Given
        String event = "{\"MessageName\":\"Update\",\"PrimaryEntityName\":\"account\",\"Mode\":1,\"OperationId\":\"O\","
                + "\"RequestId\":\"%s\",\"OwningExtension\":{\"LogicalName\":\"step\",\"Id\":\"S\"}}";
        // Then: RequestId is none of the two
        assertThat(head(event.formatted("1")).identity())
                .isEqualTo(head(event.formatted("2")).identity());
    }

    @Test
    void membersMayComeInAnyOrderAndBeUnknown() throws EventRefusedException {
        assertThat(head("{\"New\":[{\"a\":1}],\"PrimaryEntityId\":\"ABC\",\"PrimaryEntityName\":\"account\","
                                + "\"ParentContext\":{\"MessageName\":\"Other\"},\"MessageName\":\"Create\"}")
                        .recordKey())
                .isEqualTo("account/abc");
    }

    @Test
    void aDeepBombIsRefused() {
        String bomb = "{\"MessageName\":\"a\",\"x\":" + "[".repeat(100_000);
        assertThatThrownBy(() -> head(bomb)).isInstanceOf(EventRefusedException.class);
    }

    @Test
    void bytesThatAreNoUtf8AreRefused() {
        byte[] latin = "{\"MessageName\":\"Ä\"}".getBytes(StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> EventHeadReader.read(latin)).hasMessageContaining("UTF-8");
    }

    @Test
    void whatFollowsTheObjectIsRefused() {
        assertThatThrownBy(() -> head("{\"MessageName\":\"a\",\"PrimaryEntityName\":\"b\"} x"))
                .isInstanceOf(EventRefusedException.class);
    }

    @Test
    void anyOtherJsonIsRefusedByName() {
        assertThatThrownBy(() -> head("{\"a\":1}")).hasMessageContaining("MessageName");
    }

    @Test
    void nestingOfContextsIsTaken() {
        String nested = "{\"ParentContext\":".repeat(20) + "null" + "}".repeat(20);
        assertThatCode(() ->
                        head("{\"MessageName\":\"a\",\"PrimaryEntityName\":\"b\",\"ParentContext\":" + nested + "}"))
                .doesNotThrowAnyException();
    }
}
