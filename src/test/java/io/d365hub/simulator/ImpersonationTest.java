package io.d365hub.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.d365hub.simulator.limits.Limits;
import io.d365hub.simulator.odata.Dialect;
import io.d365hub.simulator.operation.Privilege;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Acting for another user, and the headers that need a privilege: §1.4 and §2.8 of the fact sheet. */
class ImpersonationTest {

    @RegisterExtension
    final SimulatorFixture dataverse = SimulatorFixture.withDefaults();

    private String dana;
    private String danasObjectId;
    private String application;

    @BeforeEach
    void theUsers() {
        JsonNode user = user("Dana");
        dana = user.path("systemuserid").asText();
        danasObjectId = user.path("azureactivedirectoryobjectid").asText();
        application = dataverse.get("WhoAmI").json().path("UserId").asText();
    }

    private JsonNode user(String firstName) {
        return dataverse
                .get("systemusers?$filter=firstname eq '" + firstName + "'")
                .json()
                .path("value")
                .path(0);
    }

    private String siteLookup(String column) {
        return dataverse
                .get("bld_sites(bld_code='D-17')")
                .json()
                .path("_" + column + "_value")
                .asText(null);
    }

    @Test
    @DisplayName("[D] §2.8: createdby is the impersonated user, createdonbehalfby the real caller")
    void aRowIsCreatedByTheImpersonatedUserOnBehalfOfTheCaller() {
        // When
        dataverse.patch("bld_sites(bld_code='D-17')", "{}", "MSCRMCallerID", dana);
        // Then
        assertThat(siteLookup("createdby")).isEqualTo(dana);
        assertThat(siteLookup("createdonbehalfby")).isEqualTo(application);
        assertThat(siteLookup("ownerid")).isEqualTo(dana);
    }

    @Test
    @DisplayName("[D] §2.8: without impersonation nobody acts on behalf")
    void anUpdateByTheCallerItselfIsOnBehalfOfNobody() {
        // Given
        dataverse.patch("bld_sites(bld_code='D-17')", "{}", "MSCRMCallerID", dana);
        // When
        dataverse.patch("bld_sites(bld_code='D-17')", "{\"bld_name\":\"A\"}");
        // Then
        assertThat(siteLookup("modifiedby")).isEqualTo(application);
        assertThat(siteLookup("modifiedonbehalfby")).isNull();
        assertThat(siteLookup("createdonbehalfby")).isEqualTo(application);
    }

    @Test
    @DisplayName("[D] §1.4: CallerObjectId carries the Entra object id")
    void theEntraObjectIdNamesAUser() {
        // When
        SimulatorFixture.Answer answer = dataverse.get("WhoAmI", "CallerObjectId", danasObjectId);
        // Then
        assertThat(answer.json().path("UserId").asText()).isEqualTo(dana);
    }

    @Test
    @DisplayName("[D] §5.1: a batch part may carry anything that a request may")
    void aPartOfABatchIsMadeForAnotherUser() {
        // When
        dataverse.batch("--b\r\nContent-Type: application/http\r\n\r\nPATCH bld_sites(bld_code='D-17') HTTP/1.1\r\n"
                + "Content-Type: application/json\r\nMSCRMCallerID: " + dana + "\r\n\r\n{}\r\n--b--\r\n");
        // Then
        assertThat(siteLookup("createdby")).isEqualTo(dana);
    }

    @Test
    @DisplayName("[D] §1.6: who is not in the environment is no member of the organization")
    void anUnknownUserIsRefused() {
        assertThat(dataverse
                        .get("WhoAmI", "MSCRMCallerID", "00000000-0000-0000-0000-00000000dead")
                        .error())
                .isEqualTo("403 0x80072560");
    }

    @Test
    @DisplayName("[D] code, [U] status 403 §1.6: nobody acts for a disabled user")
    void aDisabledUserIsRefused() {
        // Given
        String robin = user("Robin").path("systemuserid").asText();
        // When
        SimulatorFixture.Answer answer = dataverse.get("WhoAmI", "MSCRMCallerID", robin);
        // Then
        assertThat(answer.error()).isEqualTo("403 0x80040225");
    }

    @Test
    @DisplayName("[D] §1.6: disabling the application user breaks the integration")
    void aDisabledApplicationUserIsRefused() {
        // Given
        dataverse.patch("systemusers(" + application + ")", "{\"isdisabled\":true}", "If-Match", "*");
        // When
        SimulatorFixture.Answer answer = dataverse.get("accounts?$top=1");
        // Then
        assertThat(answer.error()).isEqualTo("403 0x80040225");
    }

    @Test
    @DisplayName("[D] §2.8: without prvActOnBehalfOfAnotherUser 403 0x8004a110")
    void impersonationNeedsItsPrivilege() {
        // Given
        dataverse.control(
                "PUT",
                "clients/" + SimulatorSettings.DEFAULT_CLIENT_ID + "/privileges",
                "{\"missing\":[\"prvActOnBehalfOfAnotherUser\"]}");
        // When
        SimulatorFixture.Answer answer = dataverse.get("WhoAmI", "MSCRMCallerID", dana);
        // Then
        assertThat(answer.error()).isEqualTo("403 0x8004a110");
    }

    @Test
    @DisplayName("[D] §1.4: the bypass of custom logic needs its privilege; [K] 403")
    void aBypassNeedsItsPrivilege() {
        // Given
        String[] bypass = {"MSCRM.BypassBusinessLogicExecution", "CustomSync,CustomAsync"};
        int before = dataverse.patch("bld_sites(bld_code='D-17')", "{}", bypass).status();
        dataverse.simulator().privilege(SimulatorSettings.DEFAULT_CLIENT_ID, Privilege.BYPASS_BUSINESS_LOGIC, false);
        // When
        SimulatorFixture.Answer refused = dataverse.patch("bld_sites(bld_code='D-17')", "{}", bypass);
        // Then
        assertThat(before).isEqualTo(204);
        assertThat(refused.error()).isEqualTo("403 0x80040220");
    }

    @Test
    @DisplayName("[U] switch chargeImpersonatedUser: whose limits an impersonated request counts for")
    void requestsForAnotherUserCanCountForThatUser() {
        // Given
        dataverse.simulator().limits(new Limits(1, 0, 0, 300, 4));
        dataverse.control("PUT", "settings", "{\"chargeImpersonatedUser\":true}");
        dataverse.get("WhoAmI", "MSCRMCallerID", dana);
        // When
        int again = dataverse.get("WhoAmI", "MSCRMCallerID", dana).status();
        int own = dataverse.get("WhoAmI").status();
        // Then
        assertThat(again).isEqualTo(429);
        assertThat(own).isEqualTo(200);
        assertThat(Dialect.CURRENT.chargeImpersonatedUser()).isFalse();
    }
}
