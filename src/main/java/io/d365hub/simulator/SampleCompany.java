package io.d365hub.simulator;

import io.d365hub.simulator.event.AmqpBus;
import io.d365hub.simulator.event.Events;
import io.d365hub.simulator.event.Registrations;
import io.d365hub.simulator.event.Sender;
import io.d365hub.simulator.http.TokenIssuer;
import io.d365hub.simulator.model.DataModel;
import io.d365hub.simulator.odata.RowInputReader;
import io.d365hub.simulator.operation.Environment;
import io.d365hub.simulator.operation.EnvironmentRules;
import io.d365hub.simulator.operation.Organization;
import io.d365hub.simulator.store.CommitListener;
import io.d365hub.simulator.store.Database;
import io.d365hub.simulator.store.Reference;
import io.d365hub.simulator.store.Transaction;
import io.d365hub.simulator.tracking.ChangeHistory;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/**
 * The rows that an environment starts with: the same ones, with the same ids, in every run. Accounts are numbered
 * {@code C-10001} to {@code C-10400}, guests of the web shop belong to the account {@code WEB-GUEST}, products are
 * numbered {@code SKU-1001} to {@code SKU-1200}.
 */
final class SampleCompany {

    static final int ACCOUNTS = 400;
    static final int CONTACTS = 600;
    static final int PRODUCTS = 200;
    static final String GUEST_ACCOUNT_NUMBER = "WEB-GUEST";

    private static final long SEED = 20_260_101L;
    /** What events call the environment's address. */
    private static final String HOST = "samplecompany.crm4.dynamics.com";

    private static final String VERSION = "9.2.24091.196";
    private static final Instant FOUNDED = Instant.parse("2025-01-06T08:00:00Z");

    private static final Instant FIRST_VERSIONS_BEGIN = Instant.parse("2020-01-01T00:00:00Z");

    private final Random random = new Random(SEED);
    private final Transaction transaction;
    private final Reference administrator;
    private Reference euro;

    private SampleCompany(Transaction transaction) {
        this.transaction = transaction;
        this.administrator = new Reference("systemuser", TokenIssuer.userOf("administrator"));
    }

    /** A new environment with the sample company's rows. */
    static Environment seed(
            DataModel model,
            CommitListener listener,
            InstantSource clock,
            SimulatorSettings settings,
            EnvironmentRules rules) {
        ChangeHistory changes = new ChangeHistory(clock);
        Registrations registrations = new Registrations();
        CommitListener all = (table, before, after, version) -> {
            listener.committed(table, before, after, version);
            registrations.committed(table, before, after, version);
            changes.committed(table, before, after, version);
        };
        Database database = new Database(model, all);
        Reference currency = database.write(transaction -> {
            SampleCompany company = new SampleCompany(transaction);
            company.users(settings.clients().keySet());
            company.currencies();
            company.customizations().solutions();
            boolean full = settings.seed() == SimulatorSettings.Seed.SAMPLE;
            company.products(full ? PRODUCTS : 0);
            if (full) {
                company.customers();
                company.customizations().views();
            }
            transaction.skipVersions(firstVersion(settings.clock().instant()));
            return company.euro;
        });
        UUID organizationId = named("organization");
        Organization organization =
                new Organization(organizationId, named("businessunit"), settings.tenantId(), "Sample Company", VERSION);
        Events events = new Events(
                database,
                registrations,
                clock,
                new Sender(organizationId, organization.businessUnitId(), HOST),
                new AmqpBus(),
                settings.events());
        events.settle();
        return new Environment(
                database, new RowInputReader(model), clock, organization, currency, rules, changes, events);
    }

    /**
     * What clients write has versions from here on. Greater for each later start, as no environment writes 100,000 rows a
     * second for as long as it lives; so no token of an earlier start is taken for one of this.
     */
    private static long firstVersion(Instant now) {
        return ChronoUnit.MICROS.between(FIRST_VERSIONS_BEGIN, now) / 10;
    }

    static UUID named(String name) {
        return UUID.nameUUIDFromBytes(("sample-company:" + name).getBytes(StandardCharsets.UTF_8));
    }

    private SeedTable table(String name) {
        return new SeedTable(transaction, name, administrator, euro, FOUNDED);
    }

    private void users(Iterable<String> clients) {
        SeedTable users = table("systemuser");
        users.put(
                administrator.id(),
                Map.of(
                        "firstname", "System",
                        "lastname", "Administrator",
                        "domainname", "admin@samplecompany.example",
                        "internalemailaddress", "admin@samplecompany.example",
                        "azureactivedirectoryobjectid", named("entra:administrator"),
                        "isdisabled", false,
                        "accessmode", 0));
        person(users, "Dana", "Fischer", false);
        person(users, "Robin", "Former", true);
        for (String client : clients) {
            UUID application = io.d365hub.simulator.odata.Values.uuid(client);
            Map<String, Object> columns = new LinkedHashMap<>();
            columns.put("firstname", "#");
            columns.put("lastname", "Application " + client);
            columns.put("applicationid", application);
            columns.put("isdisabled", false);
            columns.put("accessmode", 4);
            users.put(TokenIssuer.userOf(client), columns);
        }
    }

    /** Somebody to act for; who has left is disabled. */
    private static void person(SeedTable users, String first, String last, boolean disabled) {
        String name = first.toLowerCase(Locale.ROOT);
        users.put(
                named("systemuser:" + name),
                Map.of(
                        "firstname",
                        first,
                        "lastname",
                        last,
                        "domainname",
                        name + "@samplecompany.example",
                        "internalemailaddress",
                        name + "@samplecompany.example",
                        "azureactivedirectoryobjectid",
                        named("entra:" + name),
                        "isdisabled",
                        disabled,
                        "accessmode",
                        0));
    }

    private void currencies() {
        SeedTable currencies = table("transactioncurrency");
        euro = currencies.put(currency("Euro", "EUR", "€", "1"));
        currencies.put(currency("US Dollar", "USD", "$", "1.08"));
        currencies.put(currency("Pound Sterling", "GBP", "£", "0.85"));
        currencies.put(currency("Swiss Franc", "CHF", "CHF", "0.94"));
    }

    private static Map<String, Object> currency(String name, String code, String symbol, String rate) {
        return Map.of(
                "currencyname", name,
                "isocurrencycode", code,
                "currencysymbol", symbol,
                "exchangerate", new BigDecimal(rate).setScale(10),
                "currencyprecision", 2);
    }

    private void products(int count) {
        Reference unit = table("uom").put(Map.of("name", "Primary Unit", "quantity", new BigDecimal("1.00000")));
        Reference prices = table("pricelevel").put(Map.of("name", "Standard Price List"));
        SeedTable products = table("product");
        for (int i = 1; i <= count; i++) {
            BigDecimal price = BigDecimal.valueOf(199 + random.nextInt(25_000), 2);
            Map<String, Object> columns = new LinkedHashMap<>();
            columns.put("name", pick(SampleNames.ADJECTIVES) + " " + pick(SampleNames.THINGS) + " " + i);
            columns.put("productnumber", "SKU-" + (1000 + i));
            columns.put("price", price);
            columns.put(
                    "standardcost", price.multiply(new BigDecimal("0.60")).setScale(2, java.math.RoundingMode.HALF_UP));
            columns.put("quantitydecimal", 2);
            columns.put(
                    "quantityonhand", BigDecimal.valueOf(random.nextInt(500)).setScale(2));
            columns.put("isstockitem", true);
            columns.put("producttypecode", 1);
            columns.put("productstructure", 1);
            columns.put("defaultuomid", unit);
            columns.put("pricelevelid", prices);
            products.put(columns);
        }
    }

    private void customers() {
        SeedTable accounts = table("account");
        List<Reference> companies = new ArrayList<>();
        accounts.put(Map.of("name", "Web shop guests", "accountnumber", GUEST_ACCOUNT_NUMBER, "customertypecode", 12));
        for (int i = 1; i <= ACCOUNTS; i++) {
            companies.add(accounts.put(account(i)));
        }
        SeedTable contacts = table("contact");
        for (int i = 1; i <= CONTACTS; i++) {
            contacts.put(contact(i, companies.get((i - 1) % ACCOUNTS)));
        }
    }

    private SampleCustomizations customizations() {
        return new SampleCustomizations(this::table);
    }

    private Map<String, Object> account(int number) {
        int city = random.nextInt(SampleNames.CITIES.size());
        String name = pick(SampleNames.LAST) + " " + pick(SampleNames.COMPANY_KINDS);
        Map<String, Object> columns = new LinkedHashMap<>();
        columns.put("name", name);
        columns.put("accountnumber", "C-" + (10_000 + number));
        columns.put("telephone1", "+49 30 " + (1_000_000 + random.nextInt(8_999_999)));
        columns.put("emailaddress1", "orders" + number + "@customer.example");
        columns.put("websiteurl", "https://customer" + number + ".example");
        columns.put("customertypecode", 3);
        columns.put("industrycode", 27);
        columns.put("revenue", BigDecimal.valueOf(10_000L + random.nextInt(5_000_000)));
        columns.put("numberofemployees", 1 + random.nextInt(500));
        columns.put("creditonhold", false);
        address(columns, city);
        return columns;
    }

    private Map<String, Object> contact(int number, Reference company) {
        String first = pick(SampleNames.FIRST);
        String last = pick(SampleNames.LAST);
        Map<String, Object> columns = new LinkedHashMap<>();
        columns.put("firstname", first);
        columns.put("lastname", last);
        columns.put("hub_externalid", "P-" + (20_000 + number));
        columns.put("emailaddress1", "person" + number + "@customer.example");
        columns.put("telephone1", "+49 30 " + (1_000_000 + random.nextInt(8_999_999)));
        columns.put(
                "birthdate", LocalDate.of(1950 + random.nextInt(55), 1 + random.nextInt(12), 1 + random.nextInt(28)));
        columns.put("preferredcontactmethodcode", 1);
        columns.put("donotemail", false);
        columns.put("parentcustomerid", company);
        address(columns, random.nextInt(SampleNames.CITIES.size()));
        return columns;
    }

    private void address(Map<String, Object> columns, int city) {
        columns.put("address1_line1", pick(SampleNames.STREETS) + " " + (1 + random.nextInt(150)));
        columns.put("address1_city", SampleNames.CITIES.get(city));
        columns.put("address1_postalcode", Integer.toString(10_000 + random.nextInt(89_999)));
        columns.put("address1_country", SampleNames.COUNTRIES.get(city));
    }

    private String pick(List<String> texts) {
        return texts.get(random.nextInt(texts.size()));
    }
}
