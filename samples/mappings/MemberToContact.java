import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;

/** The same in Java, with the route around it. Lies in routes/ in a hub of one's own. */
public class MemberToContact extends RouteBuilder {

    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    @Override
    public void configure() {
        from("direct:java-members").routeId("java-members").process(new Mapping());
    }

    /** The mapping alone. */
    public static final class Mapping implements Processor {

        @Override
        public void process(Exchange exchange) throws Exception {
            JsonNode member = JSON.readTree(exchange.getMessage().getBody(String.class));
            boolean mail = false;
            for (JsonNode consent : member.path("consents")) {
                mail |= consent.path("kind").asText().equals("mail") && consent.path("given").asBoolean();
            }
            ObjectNode contact = JSON.createObjectNode()
                    .put("hub_externalid", member.path("memberId").asText())
                    .put("firstname", member.path("firstName").asText())
                    .put("lastname", member.path("lastName").asText())
                    .put("creditlimit", member.path("points").decimalValue())
                    .put("customertypecode", member.path("level").asText().equals("gold") ? 3 : 1)
                    .put("donotemail", !mail);
            exchange.getMessage().setBody(contact.toString());
        }
    }
}
