package io.d365hub.webhook.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/**
 * Contexts in Text XML. The document is composed as .NET's DataContractSerializer writes the SDK's classes (events spec §2.1 names
 * the format [V], its form is [U]); what it says is that of §1.5.
 */
class XmlContextTest {

    private static final String XML = """
            <?xml version="1.0" encoding="utf-8"?>
            <RemoteExecutionContext xmlns="http://schemas.microsoft.com/xrm/2011/Contracts" xmlns:i="http://www.w3.org/2001/XMLSchema-instance">
              <CorrelationId>0b6f5b7e-6c1a-4a4e-9d57-2f0a44c1b002</CorrelationId><Depth>2</Depth>
              <InitiatingUserId>33333333-0000-4000-8000-0000000000a1</InitiatingUserId>
              <InputParameters xmlns:b="http://schemas.datacontract.org/2004/07/System.Collections.Generic">
                <KeyValuePairOfstringanyType><b:key>Target</b:key><b:value i:type="Entity">
                  <Attributes>
                    <KeyValuePairOfstringanyType><b:key>telephone1</b:key><b:value i:type="c:string" xmlns:c="http://www.w3.org/2001/XMLSchema">+49 30 1234</b:value></KeyValuePairOfstringanyType>
                    <KeyValuePairOfstringanyType><b:key>creditlimit</b:key><b:value i:type="Money"><Value>50000</Value></b:value></KeyValuePairOfstringanyType>
                    <KeyValuePairOfstringanyType><b:key>industrycode</b:key><b:value i:type="OptionSetValue"><Value>7</Value></b:value></KeyValuePairOfstringanyType>
                    <KeyValuePairOfstringanyType><b:key>interests</b:key><b:value i:type="OptionSetValueCollection"><OptionSetValue><Value>1</Value></OptionSetValue><OptionSetValue><Value>9</Value></OptionSetValue></b:value></KeyValuePairOfstringanyType>
                    <KeyValuePairOfstringanyType><b:key>websiteurl</b:key><b:value i:nil="true"/></KeyValuePairOfstringanyType>
                    <KeyValuePairOfstringanyType><b:key>creditonhold</b:key><b:value i:type="c:boolean" xmlns:c="http://www.w3.org/2001/XMLSchema">false</b:value></KeyValuePairOfstringanyType>
                    <KeyValuePairOfstringanyType><b:key>modifiedon</b:key><b:value i:type="c:dateTime" xmlns:c="http://www.w3.org/2001/XMLSchema">2025-11-01T12:01:01Z</b:value></KeyValuePairOfstringanyType>
                    <KeyValuePairOfstringanyType><b:key>modifiedby</b:key><b:value i:type="EntityReference"><Id>33333333-0000-4000-8000-0000000000a1</Id><KeyAttributes/><LogicalName>systemuser</LogicalName><Name i:nil="true"/><RowVersion i:nil="true"/></b:value></KeyValuePairOfstringanyType>
                  </Attributes><Id>8f2c1d34-5b6a-4e7f-9a01-23456789abcd</Id><LogicalName>account</LogicalName><RowVersion>5948270</RowVersion>
                </b:value></KeyValuePairOfstringanyType>
              </InputParameters>
              <MessageName>Update</MessageName><Mode>1</Mode><OperationCreatedOn>2025-11-01T12:01:01Z</OperationCreatedOn>
              <OperationId>55555555-0000-4000-8000-0000000000e2</OperationId>
              <OwningExtension><Id>77777777-0000-4000-8000-0000000000d2</Id><LogicalName>sdkmessageprocessingstep</LogicalName><Name i:nil="true"/></OwningExtension>
              <ParentContext i:nil="true"/>
              <PostEntityImages xmlns:b="http://schemas.datacontract.org/2004/07/System.Collections.Generic">
                <KeyValuePairOfstringEntity><b:key>after</b:key><b:value><Attributes>
                  <KeyValuePairOfstringanyType><b:key>accountnumber</b:key><b:value i:type="c:string" xmlns:c="http://www.w3.org/2001/XMLSchema">AW-1001</b:value></KeyValuePairOfstringanyType>
                </Attributes><LogicalName>account</LogicalName></b:value></KeyValuePairOfstringEntity>
              </PostEntityImages>
              <PrimaryEntityId>8f2c1d34-5b6a-4e7f-9a01-23456789abcd</PrimaryEntityId><PrimaryEntityName>account</PrimaryEntityName>
              <SharedVariables xmlns:b="http://schemas.datacontract.org/2004/07/System.Collections.Generic">
                <KeyValuePairOfstringanyType><b:key>tag</b:key><b:value i:type="c:string" xmlns:c="http://www.w3.org/2001/XMLSchema">hub:erp</b:value></KeyValuePairOfstringanyType>
              </SharedVariables>
              <Stage>40</Stage>
            </RemoteExecutionContext>
            """;

    private static final String ENTITY = "Entity:http://schemas.microsoft.com/xrm/2011/Contracts";
    private static final String CONTRACTS = ":http://schemas.microsoft.com/xrm/2011/Contracts";

    private static final String JSON = """
            {"CorrelationId":"0b6f5b7e-6c1a-4a4e-9d57-2f0a44c1b002","Depth":2,
             "InitiatingUserId":"33333333-0000-4000-8000-0000000000a1","InputParameters":[{"key":"Target","value":{"__type":"%1$s",
             "Attributes":[{"key":"telephone1","value":"+49 30 1234"},
               {"key":"creditlimit","value":{"__type":"Money%2$s","Value":50000}},
               {"key":"industrycode","value":{"__type":"OptionSetValue%2$s","Value":7}},
               {"key":"interests","value":[{"__type":"OptionSetValue%2$s","Value":1},{"__type":"OptionSetValue%2$s","Value":9}]},
               {"key":"websiteurl","value":null},{"key":"creditonhold","value":false},
               {"key":"modifiedon","value":"/Date(1761998461000)/"},
               {"key":"modifiedby","value":{"__type":"EntityReference%2$s","Id":"33333333-0000-4000-8000-0000000000a1",
                 "KeyAttributes":[],"LogicalName":"systemuser","Name":null,"RowVersion":null}}],
             "Id":"8f2c1d34-5b6a-4e7f-9a01-23456789abcd","LogicalName":"account","RowVersion":"5948270"}}],
             "MessageName":"Update","Mode":1,"OperationCreatedOn":"/Date(1761998461000+0000)/",
             "OperationId":"55555555-0000-4000-8000-0000000000e2",
             "OwningExtension":{"Id":"77777777-0000-4000-8000-0000000000d2","LogicalName":"sdkmessageprocessingstep","Name":null},
             "ParentContext":null,"PostEntityImages":[{"key":"after","value":{
               "Attributes":[{"key":"accountnumber","value":"AW-1001"}],"LogicalName":"account"}}],
             "PrimaryEntityId":"8f2c1d34-5b6a-4e7f-9a01-23456789abcd","PrimaryEntityName":"account",
             "SharedVariables":[{"key":"tag","value":"hub:erp"}],"Stage":40}
            """.formatted(ENTITY, CONTRACTS);

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void anEventAsXmlIsTheSameAsJson() throws EventRefusedException, IOException {
        // When
        ChangeEvent fromXml = ContextReader.read(XmlContext.read(bytes(XML)), "", false, new byte[0]);
        ChangeEvent fromJson = ContextReader.read(ContextReader.parse(bytes(JSON)), "", false, new byte[0]);
        // Then
        assertThat(fromXml.toJson().toPrettyString())
                .isEqualTo(fromJson.toJson().toPrettyString());
    }

    @Test
    void anEventAsXmlHasTheSameIdentityAsJson() throws EventRefusedException {
        assertThat(EventHeadReader.read(XmlContext.toJson(bytes(XML)))).isEqualTo(EventHeadReader.read(bytes(JSON)));
    }

    @Test
    void aDocumentTypeIsRefused() {
        String bomb = "<!DOCTYPE a [<!ENTITY b \"bbbb\"><!ENTITY c \"&b;&b;\">]><a>&c;</a>";
        assertThatThrownBy(() -> XmlContext.read(bytes(bomb))).isInstanceOf(EventRefusedException.class);
    }

    @Test
    void aDeepBombIsRefused() {
        String bomb = "<a>".repeat(5_000) + "</a>".repeat(5_000);
        assertThatThrownBy(() -> XmlContext.read(bytes(bomb))).isInstanceOf(EventRefusedException.class);
    }

    @Test
    void halfADocumentIsRefused() {
        assertThatThrownBy(() -> XmlContext.read(bytes(XML.substring(0, 900))))
                .isInstanceOf(EventRefusedException.class);
    }
}
