package io.d365hub.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.d365hub.failure.Failure;
import io.d365hub.failure.FailureKind;
import io.d365hub.failure.KnownFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
    void jqThatGoesOnAndOn_isStopped() throws Exception {
        // Given
        start("transform: {jq: 'last(range(1000000000000))'}");
        // When
        Failure failure = failureOf("{}");
        // Then
        assertThat(failure.code()).isEqualTo("mapping-time");
        await().until(() -> guard.runaways() == 0);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "filter: {groovy: 'while (true) {}', steps: [{log: passed}]}",
                "filter: {jq: 'last(range(1000000000000)) > 1', steps: [{log: passed}]}",
                "choice: {when: [{groovy: 'while (true) {}', steps: [{log: passed}]}]}",
                "split: {groovy: 'while (true) {}', steps: [{log: passed}]}",
            })
    void conditionThatGoesOnAndOn_isGivenUp(String step) throws Exception {
        // Given
        start(step);
        // When
        Failure failure = failureOf("{}");
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.UNREADABLE);
        assertThat(failure.code()).isEqualTo("mapping-time");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "bean: {ref: stubborn, method: go}",
                "setBody: {simple: '${bean:stubborn?method=go}'}",
                "filter: {simple: '${bean:stubborn?method=go} == 1', steps: [{log: passed}]}",
            })
    void beanThatGoesOnAndOn_isGivenUp(String step) throws Exception {
        // Given
        context.getRegistry().bind("stubborn", new Stubborn());
        start(step);
        // When
        Failure failure = failureOf("{}");
        // Then
        assertThat(failure.code()).isEqualTo("mapping-time");
    }

    @Test
    void simplePathsIntoMapsAndMethodsOfBeansAreFollowed() throws Exception {
        // Given
        context.getRegistry().bind("stubborn", new Stubborn());
        start("setBody: {simple: '${header.place[city]} ${bean:stubborn?method=name}'}");
        // When
        Exchange answer = context.createProducerTemplate()
                .send("direct:in", exchange -> exchange.getMessage().setHeader("place", Map.of("city", "Graz")));
        // Then
        assertThat(answer.getMessage().getBody(String.class)).isEqualTo("Graz stubborn");
    }

    /** A bean as a jar of one's own would bring it. */
    public final class Stubborn {

        public int go() {
            computeUntilEnough();
            return 1;
        }

        public String name() {
            return "stubborn";
        }
    }

    @Test
    void conditionThatIgnoresInterrupts_isLeftAlone_andNothingBehindItIsDone() throws Exception {
        // Given
        context.getRegistry().bind("stubborn", (Processor) exchange -> computeUntilEnough());
        AtomicBoolean passed = new AtomicBoolean();
        context.getRegistry().bind("passed", (Processor) exchange -> passed.set(true));
        start("filter: {groovy: 'camelContext.registry.lookupByName(\"stubborn\").process(exchange); true',"
                + " steps: [{process: {ref: passed}}]}");
        // When
        Failure failure = failureOf("{}");
        // Then
        assertThat(failure.code()).isEqualTo("mapping-time");
        enough.set(true);
        await().until(() -> guard.runaways() == 0);
        assertThat(passed).isFalse();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "groovy: body.contains('a')        | {\"a\": 1} | passed",
                "groovy: body.contains('b')        | {\"a\": 1} | {\"a\": 1}",
                "jq: .a == 1                       | {\"a\": 1} | passed",
                "jq: .a == 2                       | {\"a\": 1} | {\"a\": 1}",
            })
    void conditionThatEnds_decides(String condition, String message, String expected) throws Exception {
        // Given
        start("filter: {" + condition + ", steps: [{setBody: {constant: passed}}]}");
        // When
        String answer = context.createProducerTemplate().requestBody("direct:in", message, String.class);
        // Then
        assertThat(answer).isEqualTo(expected);
    }

    @Test
    void mappingOfWhichThreeRunsAreLost_isNotRunAnyMore() throws Exception {
        // Given
        context.getRegistry().bind("stubborn", (Processor) exchange -> computeUntilEnough());
        start("process: {ref: stubborn}");
        List<Future<Failure>> lost = Stream.generate(() -> CompletableFuture.supplyAsync(() -> failureOf("{}")))
                .limit(3)
                .<Future<Failure>>map(future -> future)
                .toList();
        for (Future<Failure> one : lost) {
            assertThat(one.get().code()).isEqualTo("mapping-time");
        }
        // When
        Failure failure = failureOf("{}");
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.MISCONFIGURED);
        assertThat(failure.what()).isEqualTo("Mapping 'stubborn' is not run any more.");
        assertThat(guard.runaways()).isEqualTo(3);
        // And
        enough.set(true);
        await().until(() -> guard.runaways() == 0);
    }

    @Test
    void stepsThatWaitForEachOther_comeToTheirEnd_howeverManyThereAre() throws Exception {
        // Given
        int many = 100;
        CountDownLatch all = new CountDownLatch(many);
        context.getRegistry().bind("together", (Processor) exchange -> {
            all.countDown();
            all.await();
        });
        start("process: {ref: together}");
        // When
        List<CompletableFuture<Object>> sent = IntStream.range(0, many)
                .mapToObj(number -> context.createProducerTemplate()
                        .asyncSend(
                                "direct:in", exchange -> exchange.getMessage().setBody("{}")))
                .map(future -> future.thenApply(done -> (Object) done.isFailed()))
                .toList();
        // Then
        for (CompletableFuture<Object> one : sent) {
            assertThat(one.get()).isEqualTo(false);
        }
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
