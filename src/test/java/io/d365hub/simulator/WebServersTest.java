package io.d365hub.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.d365hub.simulator.limits.Limits;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Several web servers, each with limits of its own: §9.1 and §9.2 of the fact sheet. */
class WebServersTest {

    @RegisterExtension
    final SimulatorFixture dataverse =
            SimulatorFixture.with(SimulatorSettings.defaults().withWebServers(3));

    private static String affinity(SimulatorFixture.Answer answer) {
        return answer.response().headers().allValues("Set-Cookie").stream()
                .filter(cookie -> cookie.startsWith("ARRAffinity="))
                .map(cookie -> cookie.substring(0, cookie.indexOf(';')))
                .findFirst()
                .orElseThrow();
    }

    @Test
    @DisplayName("[I] §9.2: requests are routed by the affinity cookie")
    void aClientThatKeepsTheCookieStaysOnItsServer() {
        // Given
        String first = affinity(dataverse.get("WhoAmI"));
        // When
        Set<String> servers = new HashSet<>();
        for (int i = 0; i < 6; i++) {
            servers.add(affinity(dataverse.get("WhoAmI", "Cookie", "a=b; " + first + "; ReqClientId=x")));
        }
        // Then
        assertThat(servers).containsExactly(first);
    }

    @Test
    @DisplayName("[D] §9.2: dropping cookies spreads the load over all servers")
    void aClientWithoutCookieIsSpread() {
        // When
        Set<String> servers = new HashSet<>();
        for (int i = 0; i < 6; i++) {
            servers.add(affinity(dataverse.get("WhoAmI")));
        }
        // Then
        assertThat(servers).hasSize(3);
    }

    @Test
    @DisplayName("[D] §9.2: a user over the limit on one web server may succeed on another")
    void theLimitOfOneServerLeavesTheOthersAlone() {
        // Given
        dataverse.simulator().limits(new Limits(1, 0, 0, 300, 4));
        String first = affinity(dataverse.get("WhoAmI"));
        // When
        int there = dataverse.get("WhoAmI", "Cookie", first).status();
        int elsewhere = dataverse.get("WhoAmI").status();
        // Then
        assertThat(there).isEqualTo(429);
        assertThat(elsewhere).isEqualTo(200);
    }

    @Test
    void theNumberOfServersIsChangedByItsControl() {
        // Given
        dataverse.control("PUT", "servers", "{\"count\":1}");
        // When
        Set<String> servers = new HashSet<>();
        for (int i = 0; i < 3; i++) {
            servers.add(affinity(dataverse.get("WhoAmI")));
        }
        // Then
        assertThat(servers).hasSize(1);
        assertThat(dataverse.control("PUT", "servers", "{\"count\":0}").status())
                .isEqualTo(400);
    }

    @Test
    @DisplayName("[D] §9.1: limits that are changed in mid-run count what was used already")
    void limitsHalvedInMidRunCountWhatWasUsed() {
        // Given
        dataverse.control("PUT", "servers", "{\"count\":1}");
        dataverse.simulator().limits(new Limits(10, 0, 0, 300, 4));
        for (int i = 0; i < 6; i++) {
            dataverse.get("WhoAmI");
        }
        // When
        dataverse.control("PUT", "limits", "{\"requests\":5,\"keepUsage\":true}");
        // Then
        assertThat(dataverse.get("WhoAmI").error()).isEqualTo("429 0x80072322");
    }

    @Test
    @DisplayName("[C] §1.5: cookies are secure behind TLS; on plain HTTP a client would never send them back")
    void cookiesAreSecureBehindTls() {
        // When
        String plain = dataverse.get("WhoAmI").header("Set-Cookie");
        String secure = dataverse.get("WhoAmI", "X-Forwarded-Proto", "https").header("Set-Cookie");
        // Then
        assertThat(plain).matches("ARRAffinity=[0-9a-f]{32}; path=/; HttpOnly");
        assertThat(secure).matches("ARRAffinity=[0-9a-f]{32}; path=/; secure; HttpOnly");
    }
}
