package io.d365hub.samples;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** The orders of {@code samples/orders.ndjson}: the same ones each time. */
final class SampleOrders {

    static final int COUNT = 1_000;
    static final int FIRST_NUMBER = 1001;

    private static final long SEED = 20_260_302L;
    private static final OffsetDateTime OPENED = OffsetDateTime.parse("2026-03-02T07:00:00+01:00");

    /** One line of the file, and what is wrong with it. */
    record Sample(ObjectNode order, Optional<Dirt> dirt) {}

    private final Random random = new Random(SEED);
    private final OrderMaker maker = new OrderMaker(random);
    private final List<ObjectNode> placed = new ArrayList<>();
    private int nextNumber = FIRST_NUMBER;
    private OffsetDateTime now = OPENED;

    private SampleOrders() {}

    /** All samples in the order in which the shop would have posted them. */
    static List<Sample> all() {
        return new SampleOrders().make();
    }

    private List<Sample> make() {
        List<Optional<Dirt>> plan = new ArrayList<>();
        for (Dirt dirt : Dirt.values()) {
            plan.addAll(Collections.nCopies(dirt.count(), Optional.of(dirt)));
        }
        plan.addAll(Collections.nCopies(COUNT - plan.size(), Optional.empty()));
        Collections.shuffle(plan, random);
        return plan.stream().map(this::next).toList();
    }

    private Sample next(Optional<Dirt> dirt) {
        now = now.plusSeconds(20 + random.nextInt(200));
        if (dirt.isEmpty() && !placed.isEmpty() && random.nextInt(4) == 0) {
            return new Sample(updateOfOne(), dirt);
        }
        ObjectNode order = maker.order(nextNumber++, now);
        if (dirt.isPresent()) {
            dirt.get().spoil(order, random);
        } else {
            placed.add(order);
        }
        return new Sample(order, dirt);
    }

    private ObjectNode updateOfOne() {
        // Mostly of a recent one, so that created and updated are in the hub at the same time.
        int back = random.nextInt(4) == 0 ? random.nextInt(placed.size()) : random.nextInt(Math.min(5, placed.size()));
        int index = placed.size() - 1 - back;
        ObjectNode order = maker.update(placed.get(index), now);
        placed.set(index, order);
        return order;
    }
}
