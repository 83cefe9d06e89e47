package io.d365hub.simulator.model;

import static io.d365hub.simulator.model.DeleteRule.REMOVE_LINK;
import static io.d365hub.simulator.model.DeleteRule.RESTRICT;
import static io.d365hub.simulator.model.RequiredLevel.APPLICATION_REQUIRED;
import static io.d365hub.simulator.model.RequiredLevel.SYSTEM_REQUIRED;

import java.util.ArrayList;
import java.util.List;

/**
 * The tables of the sample company: sales tables with their true column names, custom columns with the prefix
 * {@code hub_}, and one custom table.
 */
public final class StandardTables {

    private StandardTables() {}

    /** A new model with all tables. */
    public static DataModel model() {
        List<TableDefinition> tables = new ArrayList<>(List.of(
                account(),
                contact(),
                product(),
                OrderTables.order(),
                OrderTables.orderLine(),
                OrderTables.orderContact(),
                systemUser(),
                transactionCurrency(),
                unitOfMeasure(),
                priceLevel(),
                JobTables.systemJob(),
                ViewTables.savedQuery(),
                ViewTables.userQuery(),
                site()));
        tables.addAll(CustomApiTables.all());
        tables.addAll(EventTables.all());
        tables.addAll(ExternalEventTables.all());
        tables.addAll(SolutionTables.all());
        return new DataModel(tables, List.of(OrderTables.ORDER_CONTACTS));
    }

    private static TableDefinition account() {
        return TableBuilder.table(new TableNames("account", "Account", "accounts", "Account", "name", 1))
                .text("name", 160)
                .required(APPLICATION_REQUIRED)
                .text("accountnumber", 20)
                .text("telephone1", 50)
                .text("fax", 50)
                .text("emailaddress1", 100)
                .text("websiteurl", 200)
                .text("tickersymbol", 10)
                .memo("description", 2000)
                .money("revenue", "creditlimit", "marketcap")
                .integer("numberofemployees", 0, 1_000_000_000)
                .bool("creditonhold", "donotemail", "donotphone", "donotbulkemail")
                .choice(
                        "industrycode",
                        new Choice(1, "Accounting"),
                        new Choice(7, "Consulting"),
                        new Choice(16, "Food and Tobacco Processing"),
                        new Choice(27, "Specialty Retail"),
                        new Choice(33, "Wholesale"))
                .choice(
                        "customertypecode",
                        new Choice(3, "Customer"),
                        new Choice(8, "Prospect"),
                        new Choice(10, "Supplier"),
                        new Choice(12, "Other"))
                .choice("accountcategorycode", new Choice(1, "Preferred Customer"), new Choice(2, "Standard"))
                .choice("paymenttermscode", PAYMENT_TERMS)
                .address("address1")
                .text("address1_telephone1", 50)
                .address("address2")
                .lookup("primarycontactid", "contact", "account_primary_contact", REMOVE_LINK)
                .lookup("parentaccountid", "account", "account_parent_account", REMOVE_LINK)
                .currency()
                .text("hub_sourcesystem", 100)
                .activeInactive()
                .audited()
                .key("hub_AccountNumberKey", "Account Number", "accountnumber")
                .build();
    }

    static final Choice[] PAYMENT_TERMS = {
        new Choice(1, "Net 30"), new Choice(2, "2% 10, Net 30"), new Choice(3, "Net 45"), new Choice(4, "Net 60")
    };

    private static TableDefinition contact() {
        return TableBuilder.table(new TableNames("contact", "Contact", "contacts", "Contact", "fullname", 2))
                .text("firstname", 50)
                .text("middlename", 50)
                .text("lastname", 50)
                .required(APPLICATION_REQUIRED)
                .text("fullname", 160)
                .readOnly()
                .text("salutation", 100)
                .text("jobtitle", 100)
                .text("department", 100)
                .text("emailaddress1", 100)
                .text("emailaddress2", 100)
                .text("telephone1", 50)
                .text("telephone2", 50)
                .text("mobilephone", 50)
                .date("birthdate", "anniversary")
                .choice("gendercode", new Choice(1, "Male"), new Choice(2, "Female"))
                .choice(
                        "preferredcontactmethodcode",
                        new Choice(1, "Any"),
                        new Choice(2, "Email"),
                        new Choice(3, "Phone"),
                        new Choice(4, "Fax"),
                        new Choice(5, "Mail"))
                .bool("donotemail", "donotphone", "donotbulkemail", "creditonhold")
                .memo("description", 2000)
                .money("creditlimit", "annualincome")
                .address("address1")
                .address("address2")
                .lookup(
                        "parentcustomerid",
                        new NavigationProperty(
                                "parentcustomerid_account", "account", "contact_customer_accounts", REMOVE_LINK),
                        new NavigationProperty(
                                "parentcustomerid_contact", "contact", "contact_customer_contacts", REMOVE_LINK))
                .currency()
                .text("hub_externalid", 100)
                .text("hub_sourcesystem", 100)
                .activeInactive()
                .audited()
                .rule(new FullName())
                .key("hub_ContactExternalIdKey", "External Id", "hub_externalid")
                .build();
    }

    private static TableDefinition product() {
        return TableBuilder.table(new TableNames("product", "Product", "products", "Product", "name", 1024))
                .text("name", 100)
                .required(APPLICATION_REQUIRED)
                .text("productnumber", 100)
                .required(APPLICATION_REQUIRED)
                .memo("description", 2000)
                .money("price", "standardcost", "currentcost")
                .integer("quantitydecimal", 0, 5)
                .decimal("quantityonhand", 2)
                .decimal("stockweight", 2)
                .decimal("stockvolume", 2)
                .text("size", 200)
                .text("suppliername", 100)
                .text("vendorname", 100)
                .text("vendorpartnumber", 100)
                .text("producturl", 255)
                .bool("isstockitem")
                .choice(
                        "producttypecode",
                        new Choice(1, "Sales Inventory"),
                        new Choice(2, "Miscellaneous Charges"),
                        new Choice(3, "Services"),
                        new Choice(4, "Flat Fees"))
                .choice(
                        "productstructure",
                        new Choice(1, "Product"),
                        new Choice(2, "Product Family"),
                        new Choice(3, "Product Bundle"))
                .date("validfromdate", "validtodate")
                .lookup("defaultuomid", "uom", "unit_of_measurement_products", RESTRICT)
                .lookup("pricelevelid", "pricelevel", "price_level_products", REMOVE_LINK)
                .currency()
                .states(
                        List.of(
                                new Choice(0, "Active", 1),
                                new Choice(1, "Retired", 2),
                                new Choice(2, "Draft", 0),
                                new Choice(3, "Under Revision", 3)),
                        List.of(
                                new Choice(1, "Active", 0),
                                new Choice(2, "Retired", 1),
                                new Choice(0, "Draft", 2),
                                new Choice(3, "Under Revision", 3)))
                .stamped()
                .key("hub_ProductNumberKey", "Product ID", "productnumber")
                .build();
    }

    private static TableDefinition systemUser() {
        return TableBuilder.table(new TableNames("systemuser", "SystemUser", "systemusers", "User", "fullname", 8))
                .text("firstname", 256)
                .text("lastname", 256)
                .text("fullname", 200)
                .readOnly()
                .text("domainname", 1024)
                .text("internalemailaddress", 100)
                .uniqueIdentifier("applicationid")
                .uniqueIdentifier("azureactivedirectoryobjectid")
                .uniqueIdentifier("ownerid")
                .readOnly()
                .bool("isdisabled")
                .choice("accessmode", new Choice(0, "Read-Write"), new Choice(4, "Non-interactive"))
                .stamped()
                .rule(StandardTables::principal)
                .build();
    }

    /** Users are principals, whose own key is {@code ownerid}; it equals the user's. */
    private static void principal(TableDefinition table, Object[] values) {
        new FullName().apply(table, values);
        values[table.column("ownerid").ordinal()] = values[0];
    }

    private static TableDefinition transactionCurrency() {
        return TableBuilder.table(new TableNames(
                        "transactioncurrency",
                        "TransactionCurrency",
                        "transactioncurrencies",
                        "Currency",
                        "currencyname",
                        9105))
                .text("currencyname", 100)
                .required(SYSTEM_REQUIRED)
                .text("isocurrencycode", 5)
                .required(SYSTEM_REQUIRED)
                .text("currencysymbol", 13)
                .decimal("exchangerate", "0.0000000001", "100000000000", 10)
                .integer("currencyprecision", 0, 4)
                .activeInactive()
                .stamped()
                .key("hub_IsoCurrencyCodeKey", "Currency Code", "isocurrencycode")
                .build();
    }

    private static TableDefinition unitOfMeasure() {
        return TableBuilder.table(new TableNames("uom", "UoM", "uoms", "Unit", "name", 1055))
                .text("name", 100)
                .required(SYSTEM_REQUIRED)
                .decimal("quantity", "0", "100000000000", 5)
                .withoutChangeTracking()
                .stamped()
                .build();
    }

    private static TableDefinition priceLevel() {
        return TableBuilder.table(new TableNames("pricelevel", "PriceLevel", "pricelevels", "Price List", "name", 1022))
                .text("name", 100)
                .required(SYSTEM_REQUIRED)
                .date("begindate", "enddate")
                .currency()
                .withoutChangeTracking()
                .stamped()
                .build();
    }

    private static TableDefinition site() {
        return TableBuilder.table(new TableNames("bld_site", "bld_Site", "bld_sites", "Site", "bld_name", 10_001))
                .text("bld_name", 200)
                .text("bld_code", 100)
                .file("bld_plan", 32_768)
                .integer("bld_capacity", 0, 1_000_000)
                .choices(
                        "bld_facilities",
                        new Choice(1, "Loading Dock"),
                        new Choice(2, "Cold Storage"),
                        new Choice(3, "Forklift"),
                        new Choice(9, "Gantry Crane"))
                .lookup(
                        "bld_accountid",
                        new NavigationProperty("bld_AccountId", "account", "bld_account_bld_site", REMOVE_LINK))
                .activeInactive()
                .audited()
                .key("bld_SiteCodeKey", "Site code", "bld_code")
                .build();
    }
}
