package io.d365hub.simulator.model;

import static io.d365hub.simulator.model.DeleteRule.CASCADE;
import static io.d365hub.simulator.model.DeleteRule.REMOVE_LINK;
import static io.d365hub.simulator.model.DeleteRule.RESTRICT;
import static io.d365hub.simulator.model.RequiredLevel.APPLICATION_REQUIRED;
import static io.d365hub.simulator.model.RequiredLevel.SYSTEM_REQUIRED;

import java.util.List;

/** Sales orders and their lines. Nothing is priced: amounts are stored as they come. */
final class OrderTables {

    private OrderTables() {}

    static TableDefinition order() {
        TableBuilder order = TableBuilder.table(
                        new TableNames("salesorder", "SalesOrder", "salesorders", "Order", "name", 1088))
                .text("name", 300)
                .required(APPLICATION_REQUIRED)
                .text("ordernumber", 100)
                .lookup(
                        "customerid",
                        new NavigationProperty("customerid_account", "account", "order_customer_accounts", RESTRICT),
                        new NavigationProperty("customerid_contact", "contact", "order_customer_contacts", RESTRICT))
                .required(APPLICATION_REQUIRED)
                .memo("description", 2000);
        shippingAddress(order, "billto");
        shippingAddress(order, "shipto");
        return order.money(
                        "freightamount",
                        "discountamount",
                        "totalamount",
                        "totalamountlessfreight",
                        "totaldiscountamount",
                        "totallineitemamount",
                        "totallineitemdiscountamount",
                        "totaltax")
                .decimal("discountpercentage", "0", "100", 2)
                .date("submitdate", "datefulfilled", "requestdeliveryby", "lastbackofficesubmit")
                .choice("prioritycode", new Choice(1, "Default Value"))
                .choice("paymenttermscode", StandardTables.PAYMENT_TERMS)
                .choice("freighttermscode", new Choice(1, "FOB"), new Choice(2, "No Charge"))
                .choice(
                        "shippingmethodcode",
                        new Choice(1, "Airborne"),
                        new Choice(2, "DHL"),
                        new Choice(3, "FedEx"),
                        new Choice(4, "UPS"),
                        new Choice(5, "Postal Mail"),
                        new Choice(6, "Full Load"),
                        new Choice(7, "Will Call"))
                .bool("ispricelocked", "willcall")
                .lookup("pricelevelid", "pricelevel", "price_level_orders", RESTRICT)
                .currency()
                .text("hub_sourcesystem", 100)
                .text("hub_financialstatus", 50)
                .money("hub_refundedamount")
                .bool("hub_isguest")
                .states(
                        List.of(
                                new Choice(0, "Active", 1),
                                new Choice(1, "Submitted", 3),
                                new Choice(2, "Canceled", 4),
                                new Choice(3, "Fulfilled", 100_001),
                                new Choice(4, "Invoiced", 100_003)),
                        List.of(
                                new Choice(1, "New", 0),
                                new Choice(2, "Pending", 0),
                                new Choice(690_970_000, "On Hold", 0),
                                new Choice(3, "In Progress", 1),
                                new Choice(4, "No Money", 2),
                                new Choice(100_001, "Complete", 3),
                                new Choice(100_002, "Partial", 3),
                                new Choice(100_003, "Invoiced", 4)))
                .audited()
                .key("hub_OrderNumberKey", "Order ID", "ordernumber")
                .build();
    }

    private static void shippingAddress(TableBuilder order, String prefix) {
        order.text(prefix + "_name", 200)
                .text(prefix + "_contactname", 150)
                .text(prefix + "_line1", 4000)
                .text(prefix + "_line2", 4000)
                .text(prefix + "_line3", 4000)
                .text(prefix + "_city", 80)
                .text(prefix + "_stateorprovince", 50)
                .text(prefix + "_postalcode", 20)
                .text(prefix + "_country", 80)
                .text(prefix + "_telephone", 50)
                .text(prefix + "_fax", 50);
    }

    static TableDefinition orderLine() {
        return TableBuilder.table(new TableNames(
                        "salesorderdetail",
                        "SalesOrderDetail",
                        "salesorderdetails",
                        "Order Product",
                        "salesorderdetailname",
                        1089))
                .text("salesorderdetailname", 100)
                .lookup("salesorderid", "salesorder", "order_details", CASCADE)
                .required(SYSTEM_REQUIRED)
                .lookup("productid", "product", "product_order_details", RESTRICT)
                .text("productdescription", 500)
                .bool("isproductoverridden", "ispriceoverridden")
                .money(
                        "priceperunit",
                        "baseamount",
                        "extendedamount",
                        "manualdiscountamount",
                        "volumediscountamount",
                        "tax")
                .decimal("quantity", 5)
                .decimal("quantityshipped", 5)
                .decimal("quantitybackordered", 5)
                .decimal("quantitycancelled", 5)
                .integer("lineitemnumber", 0, 1_000_000_000)
                .integer("sequencenumber", Integer.MIN_VALUE, Integer.MAX_VALUE)
                .memo("description", 2000)
                .date("requestdeliveryby")
                .lookup("uomid", "uom", "unit_of_measurement_order_details", RESTRICT)
                .lookup(
                        "parentbundleidref",
                        "salesorderdetail",
                        "salesorderdetail_parent_salesorderdetail",
                        REMOVE_LINK)
                .currency()
                .text("hub_externalid", 100)
                .audited()
                .key("hub_OrderLineExternalIdKey", "External Id", "hub_externalid")
                .build();
    }

    /** Contacts who have to do with an order, beside its customer. */
    static final ManyToMany ORDER_CONTACTS = new ManyToMany(
            "contactorders_association",
            "contactorders",
            new ManyToMany.Side("contact", "contactid", "contactorders_association"),
            new ManyToMany.Side("salesorder", "salesorderid", "contactorders_association"));

    /** The links of {@link #ORDER_CONTACTS}. */
    static TableDefinition orderContact() {
        return TableBuilder.table(new TableNames(
                        "contactorders",
                        "ContactOrders",
                        "contactorderscollection",
                        "Order Contact",
                        "contactordersid",
                        4416))
                .lookup("contactid", "contact", "contactorders_contact", CASCADE)
                .lookup("salesorderid", "salesorder", "contactorders_salesorder", CASCADE)
                .key("hub_ContactOrdersKey", "Contact and Order", "contactid", "salesorderid")
                .build();
    }
}
