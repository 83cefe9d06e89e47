package io.d365hub;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.List;

/** Holds the arrows of docs/ARCHITECTURE.md: who may import whom. */
@AnalyzeClasses(packages = "io.d365hub", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String HUB = "io.d365hub";

    @ArchTest
    static final ArchRule messageUsesOnlyTheJdk = onlyTheJdk("message");

    @ArchTest
    static final ArchRule failureUsesOnlyTheJdk = onlyTheJdk("failure");

    @ArchTest
    static final ArchRule accessUsesOnlyTheJdk = onlyTheJdk("access");

    @ArchTest
    static final ArchRule throttleUsesOnlyTheJdk = onlyTheJdk("throttle");

    @ArchTest
    static final ArchRule simulatorKnowsNothingOfOurs = knowsOnly("simulator");

    @ArchTest
    static final ArchRule databaseKnowsNothingOfOurs = knowsOnly("database");

    @ArchTest
    static final ArchRule auditKnowsTheDatabase = knowsOnly("audit", "database");

    @ArchTest
    static final ArchRule connectionsKnowFailures = knowsOnly("connection", "failure");

    @ArchTest
    static final ArchRule busesKnowFailures = knowsOnly("bus", "failure");

    @ArchTest
    static final ArchRule brokerKnowsMessagesAndClients = knowsOnly("broker", "message", "access", "failure");

    @ArchTest
    static final ArchRule ledgerKnowsBrokerAndDatabase = knowsOnly("ledger", "message", "broker", "database");

    @ArchTest
    static final ArchRule laneKnowsBrokerAndLedger = knowsOnly("lane", "message", "failure", "broker", "ledger");

    @ArchTest
    static final ArchRule intakeKnowsNeitherLanesNorDeadLetters =
            knowsOnly("intake", "message", "failure", "access", "broker", "database", "ledger");

    @ArchTest
    static final ArchRule webhooksKnowMessages =
            knowsOnly("webhook", "message", "failure", "throttle", "connection", "database", "mapping", "yaml");

    @ArchTest
    static final ArchRule alertsKnowTheDatabase = knowsOnly("alert", "database");

    @ArchTest
    static final ArchRule backupsKnowTheStores = knowsOnly("backup", "broker", "database");

    @ArchTest
    static final ArchRule deadLettersKnowNeitherLanesNorIntake =
            knowsOnly("deadletter", "message", "failure", "broker", "database", "audit");

    @ArchTest
    static final ArchRule consoleReadsDeadLettersAndLedger = knowsOnly(
            "console", "deadletter", "ledger", "message", "failure", "audit", "access", "privacy", "database");

    @ArchTest
    static final ArchRule privacyKnowsNothingOfOurs = knowsOnly("privacy");

    @ArchTest
    static final ArchRule virtualTablesKnowNeitherIntakeNorLanes =
            knowsOnly("virtual", "message", "failure", "access", "throttle", "database", "yaml");

    @ArchTest
    static final ArchRule batchesKnowNeitherLanesNorLedger =
            knowsOnly("batch", "message", "failure", "database", "connection");

    @ArchTest
    static final ArchRule yamlKnowsNothingOfOurs = knowsOnly("yaml");

    @ArchTest
    static final ArchRule mappingsKnowFailures = knowsOnly("mapping", "failure", "yaml");

    @ArchTest
    static final ArchRule patternsKnowNothingOfOurs = knowsOnly("pattern");

    @ArchTest
    static final ArchRule rehearsalsKnowMappingsAndTheRulesOfLanes =
            knowsOnly("rehearsal", "mapping", "lane", "failure");

    @ArchTest
    static final ArchRule casesRehearse = knowsOnly("cases", "rehearsal", "mapping", "yaml", "failure");

    @ArchTest
    static final ArchRule checksReadAndRehearse =
            knowsOnly("check", "yaml", "mapping", "rehearsal", "dataverse.client");

    @ArchTest
    static final ArchRule thePluginApiKnowsNothingOfOurs = knowsOnly("api");

    @ArchTest
    static final ArchRule pluginsBringSources = knowsOnly("plugin", "api", "batch");

    @ArchTest
    static final ArchRule reloadChecksFirst = knowsOnly("reload", "check");

    @ArchTest
    static final ArchRule dataverseComponentKnowsItsClient = knowsOnly("dataverse", "throttle", "failure");

    @ArchTest
    static final ArchRule joinedWritesKnowTheClient =
            knowsOnly("dataverse.bulk", "dataverse.client", "throttle", "failure");

    @ArchTest
    static final ArchRule dataverseClientKnowsThrottle = noClasses()
            .that()
            .resideInAPackage(HUB + ".dataverse.client..")
            .should()
            .dependOnClassesThat(resideInAPackage(HUB + "..")
                    .and(not(
                            resideInAnyPackage(HUB + ".dataverse.client..", HUB + ".throttle..", HUB + ".failure.."))));

    @ArchTest
    static final ArchRule theWireIsFreeOfCamel = noClasses()
            .that()
            .resideInAnyPackage(
                    HUB + ".dataverse.client..",
                    HUB + ".dataverse.bulk..",
                    HUB + ".broker..",
                    HUB + ".ledger..",
                    HUB + ".deadletter..")
            .should()
            .dependOnClassesThat(resideInAPackage("org.apache.camel.."));

    @ArchTest
    static final ArchRule noCycles = slices().matching(HUB + ".(*)..").should().beFreeOfCycles();

    private static ArchRule onlyTheJdk(String name) {
        return classes()
                .that()
                .resideInAPackage(HUB + "." + name + "..")
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                        "java..",
                        "javax.crypto..",
                        HUB + "." + name + "..",
                        HUB + ".message..",
                        "com.google.errorprone.annotations.."));
    }

    /** The package may use itself and the named ones, and of ours nothing else. */
    private static ArchRule knowsOnly(String name, String... others) {
        List<String> allowed = new ArrayList<>();
        allowed.add(HUB + "." + name + "..");
        for (String other : others) {
            allowed.add(HUB + "." + other + "..");
        }
        DescribedPredicate<JavaClass> forbidden =
                resideInAPackage(HUB + "..").and(not(resideInAnyPackage(allowed.toArray(String[]::new))));
        return noClasses()
                .that()
                .resideInAPackage(HUB + "." + name + "..")
                .should()
                .dependOnClassesThat(forbidden)
                .allowEmptyShould(true);
    }
}
