package com.example.hub;

import io.d365hub.api.RowSource;
import java.util.Optional;

/** A source for batches: the numbers from 1 up to what the route's {@code argument} says. */
final class NumberSource implements RowSource {

    @Override
    public Rows open(Optional<String> from, String argument) {
        int last = argument.isEmpty() ? 10 : Integer.parseInt(argument);
        return new Rows() {
            private int number = from.map(Integer::parseInt).orElse(0);

            @Override
            public Optional<Row> next() {
                if (number >= last) {
                    return Optional.empty();
                }
                number++;
                return Optional.of(new Row(
                        "{\"number\": \"" + number + "\"}", "number " + number, Optional.of(String.valueOf(number))));
            }
        };
    }
}
