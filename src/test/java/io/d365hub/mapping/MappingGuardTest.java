package io.d365hub.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.d365hub.failure.Failure;
import io.d365hub.failure.KnownFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of messages whose mapping computes without end, and of those beside them. Loops that nothing stops are long instead. */
class MappingGuardTest {

    private static final Duration LIMIT = Duration.ofMillis(300);

    @TempDir
    Path home;

    private final CamelContext context = new DefaultCamelContext();
    private final MappingGuard guard = new MappingGuard(LIMIT);
    private final AtomicBoolean enough = new AtomicBoolean();

    @AfterEach
    void stop() throws Exception {
        enough.set(true);
        context.close();
        guard.close();
    }

    @Test
    void groovyThatLoopsForEver_isStopped() throws Exception {
        // Given
        start("transform: {groovy: 'while (true) {}'}");
        // When
        Failure failure = failureOf("{}");
        // Then
        assertThat(failure.code()).isEqualTo("mapping-time");
        await().until(() -> guard.runaways() == 0);
    }

    @Test
    void jqThatGoesOnAndOn_isGivenUpUnderItsFilesName() throws Exception {
        // Given
        Path mapping = Files.writeString(home.resolve("a.jq"), "reduce range(20000000) as $x (0; . + $x)");
        start("transform: {jq: 'resource:file:" + mapping + "'}");
        // When
        Failure failure = failureOf("{}");
        // Then
        assertThat(failure.what()).isEqualTo("Mapping " + mapping + " did not come to an end with this message.");
    }

    @Test
    void xsltThatGoesOnAndOn_isGivenUpUnderItsFilesName() throws Exception {
        // Given
        Path mapping = Files.writeString(home.resolve("a.xsl"), """
                <xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
                  <xsl:template match="/">
                    <a><xsl:iterate select="1 to 20000000">
                      <xsl:param name="sum" select="0"/>
                      <xsl:on-completion select="$sum"/>
                      <xsl:next-iteration><xsl:with-param name="sum" select="$sum + string-length(string(.))"/></xsl:next-iteration>
                    </xsl:iterate></a>
                  </xsl:template>
                </xsl:stylesheet>
                """);
        start("to: 'xslt-saxon:file:" + mapping + "'");
        // When
        Failure failure = failureOf("<a/>");
        // Then
        assertThat(failure.what()).isEqualTo("Mapping " + mapping + " did not come to an end with this message.");
    }

    @Test
    void javaThatIgnoresInterrupts_isLeftAloneAndCounted() throws Exception {
        // Given
        context.getRegistry().bind("stubborn", (Processor) exchange -> computeUntilEnough());
        start("process: {ref: stubborn}");
        // When
        Failure failure = failureOf("{}");
        int runaways = guard.runaways();
        enough.set(true);
        // Then
        assertThat(failure.what()).isEqualTo("Mapping 'stubborn' did not come to an end with this message.");
        assertThat(runaways).isEqualTo(1);
        await().until(() -> guard.runaways() == 0);
    }

    @Test
    void otherMessages_passMeanwhile() throws Exception {
        // Given
        CountDownLatch computing = new CountDownLatch(1);
        context.getRegistry().bind("sometimes", (Processor) exchange -> {
            if (exchange.getMessage().getBody(String.class).equals("stubborn")) {
                computing.countDown();
                computeUntilEnough();
            }
        });
        start("process: {ref: sometimes}");
        // When
        Future<Object> unused = context.createProducerTemplate().asyncRequestBody("direct:in", "stubborn");
        computing.await();
        String answer = context.createProducerTemplate().requestBody("direct:in", "good", String.class);
        // Then
        assertThat(answer).isEqualTo("good");
    }

    @Test
    void stepThatOnlyWaits_isNoEndlessMapping() throws Exception {
        // Given
        CountDownLatch answer = new CountDownLatch(1);
        context.getRegistry().bind("waits", (Processor) exchange -> {
            if (exchange.getMessage().getBody(String.class).equals("stubborn")) {
                computeUntilEnough();
            }
            answer.await();
            exchange.getMessage().setBody("answered");
        });
        start("process: {ref: waits}");
        // When one that came later has been given up meanwhile
        var waited = context.createProducerTemplate().asyncRequestBody("direct:in", "first", String.class);
        failureOf("stubborn");
        answer.countDown();
        // Then
        assertThat(waited.get()).isEqualTo("answered");
    }

    @Test
    void jsltThatCallsItselfAgainAndAgain_isStopped() throws Exception {
        // Given: 2^37 calls, none deeper than the stack
        Path mapping =
                Files.writeString(home.resolve("a.jslt"), "def f(n) if ($n < 1) 1 else f($n - 1) + f($n - 1)\nf(37)");
        start("to: 'jslt:file:" + mapping + "'");
        // When
        Failure failure = failureOf("{}");
        // Then
        assertThat(failure.what()).isEqualTo("Mapping " + mapping + " did not come to an end with this message.");
    }

    private void computeUntilEnough() {
        long turns = 0;
        while (!enough.get()) {
            turns++;
        }
        assertThat(turns).isNotNegative();
    }

    private void start(String step) throws Exception {
        guard.install(context);
        context.getRegistry().bind("groovyShells", new InterruptibleGroovy());
        context.getRegistry().bind("jslt", new MappingComponent(LIMIT));
        PluginHelper.getRoutesLoader(context)
                .loadRoutes(List.of(ResourceHelper.fromString("file:in.camel.yaml", """
                        - route:
                            id: in
                            from:
                              uri: direct:in
                              steps:
                                - %s
                        """.formatted(step))));
        context.start();
    }

    private Failure failureOf(String message) {
        Exchange done = context.createProducerTemplate()
                .send("direct:in", exchange -> exchange.getMessage().setBody(message));
        assertThat(done.getException()).isInstanceOf(EndlessMappingException.class);
        return ((KnownFailure) done.getException()).failure();
    }
}
