package io.d365hub.simulator.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The schema names of Microsoft's columns, whose capitals follow no rule that a logical name would tell. */
final class SchemaNames {

    /** Common knowledge of the standard tables [K]; a name that is not here gets a capital first letter. */
    private static final Map<String, String> TRUE_NAMES = Arrays.stream(
                    """
                    AccountId AccountNumber AccountCategoryCode AnnualIncome ApplicationId AccessMode BaseAmount BeginDate
                    AzureActiveDirectoryObjectId BillTo_Name BillTo_ContactName BillTo_Line1 BillTo_Line2 BillTo_Line3
                    BillTo_City BillTo_StateOrProvince BillTo_PostalCode BillTo_Country BillTo_Telephone BillTo_Fax
                    BirthDate ContactId CreatedBy CreatedOn CreditLimit CreditOnHold CurrencyName CurrencyPrecision
                    CurrencySymbol CurrentCost CustomerId CustomerTypeCode DateFulfilled DefaultUoMId DiscountAmount
                    DiscountPercentage DomainName DoNotBulkEMail DoNotEMail DoNotPhone EMailAddress1 EMailAddress2 EndDate
                    ExchangeRate ExtendedAmount FirstName FreightAmount FreightTermsCode FullName GenderCode IndustryCode
                    InternalEMailAddress IsDisabled ISOCurrencyCode IsPriceLocked IsPriceOverridden IsProductOverridden
                    IsStockItem JobTitle LastBackofficeSubmit LastName LineItemNumber ManualDiscountAmount MarketCap
                    MiddleName MobilePhone ModifiedBy ModifiedOn NumberOfEmployees OrderNumber OwnerId ParentAccountId
                    ParentBundleIdRef ParentCustomerId PaymentTermsCode PreferredContactMethodCode PriceLevelId
                    PricePerUnit PrimaryContactId PriorityCode ProductDescription ProductId ProductNumber
                    ProductStructure ProductTypeCode ProductUrl QuantityBackordered QuantityCancelled QuantityDecimal
                    QuantityOnHand QuantityShipped RequestDeliveryBy SalesOrderDetailId SalesOrderDetailName SalesOrderId
                    SequenceNumber ShippingMethodCode ShipTo_Name ShipTo_ContactName ShipTo_Line1 ShipTo_Line2 ShipTo_Line3
                    ShipTo_City ShipTo_StateOrProvince ShipTo_PostalCode ShipTo_Country ShipTo_Telephone ShipTo_Fax
                    StandardCost StateCode StatusCode StockVolume StockWeight SubmitDate SupplierName SystemUserId
                    TickerSymbol TotalAmount TotalAmountLessFreight TotalDiscountAmount TotalLineItemAmount
                    TotalLineItemDiscountAmount TotalTax TransactionCurrencyId UoMId ValidFromDate ValidToDate VendorName
                    VendorPartNumber VersionNumber VolumeDiscountAmount WebSiteURL WillCall
                    Address1_StateOrProvince Address2_StateOrProvince Address1_PostalCode Address2_PostalCode
                    CustomAPIId CustomAPIRequestParameterId CustomAPIResponsePropertyId PluginTypeId PublisherId SolutionId
                    """.strip().split("\\s+", -1))
            .collect(Collectors.toUnmodifiableMap(name -> name.toLowerCase(Locale.ROOT), Function.identity()));

    private SchemaNames() {}

    static String of(String logicalName) {
        if (TableNames.isCustom(logicalName)) {
            return logicalName;
        }
        String name = TRUE_NAMES.get(logicalName);
        if (name != null) {
            return name;
        }
        int underscore = logicalName.indexOf('_');
        return underscore < 0
                ? capital(logicalName)
                : capital(logicalName.substring(0, underscore)) + "_" + capital(logicalName.substring(underscore + 1));
    }

    private static String capital(String word) {
        return word.isEmpty() ? word : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }
}
