package io.d365hub.samples;

import static io.d365hub.samples.Words.pick;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.d365hub.samples.Words.Town;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * The members of {@code samples/contacts.ndjson}: the same ones each time. New members, changes of members whom Dataverse
 * has already, and five with dirt; none is refused at the door, so that the file can be posted as one request.
 */
final class SampleMembers {

    static final int COUNT = 300;

    /** The sample company has the contacts P-20001 to P-20600. */
    private static final int FIRST_NEW = 20_601;

    private static final long SEED = 20_260_303L;

    private final Random random = new Random(SEED);

    private SampleMembers() {}

    static List<ObjectNode> all() {
        return new SampleMembers().make();
    }

    private List<ObjectNode> make() {
        List<ObjectNode> members = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            members.add(random.nextInt(3) == 0 ? change(20_001 + random.nextInt(600)) : member(FIRST_NEW + i));
        }
        members.get(40).remove("lastName");
        members.get(90).put("email", "keine");
        members.get(140).put("birthday", "31.12.1980");
        members.get(190).put("lastName", "Wolfeschlegelsteinhausenbergerdorff-Beispielshausen-Musterfrau");
        members.get(240).put("customerNumber", "C-10999");
        return List.copyOf(members);
    }

    private ObjectNode member(int number) {
        Town town = pick(random, Words.TOWNS);
        ObjectNode member = JsonNodeFactory.instance.objectNode();
        member.put("memberId", "P-" + number)
                .put("firstName", pick(random, Words.FIRST))
                .put("lastName", pick(random, Words.LAST))
                .put("email", "member" + number + "@loyalty.example")
                .put(
                        "birthday",
                        LocalDate.of(1945, 1, 1)
                                .plusDays(random.nextInt(22_000))
                                .toString())
                .put("newsletter", random.nextBoolean())
                .put("customerNumber", "C-" + (OrderMaker.FIRST_CUSTOMER + random.nextInt(OrderMaker.CUSTOMERS)));
        member.putObject("address")
                .put("street", pick(random, Words.STREETS) + " " + (1 + random.nextInt(150)))
                .put("postalCode", town.zip())
                .put("city", town.city())
                .put("country", town.country());
        return member;
    }

    private ObjectNode change(int number) {
        ObjectNode member = JsonNodeFactory.instance.objectNode();
        member.put("memberId", "P-" + number).put("lastName", pick(random, Words.LAST));
        if (random.nextBoolean()) {
            member.put("mobile", random.nextInt(4) == 0 ? "" : "+49 170 " + (1_000_000 + random.nextInt(8_999_999)));
        } else {
            member.put("newsletter", random.nextBoolean());
        }
        return member;
    }
}
