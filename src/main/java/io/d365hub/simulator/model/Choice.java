package io.d365hub.simulator.model;

/**
 * One value of a choice column.
 *
 * @param value the number on the wire
 * @param labels what people read
 * @param state for a status reason the state that it belongs to, for a state its default status reason, else -1
 */
public record Choice(int value, Label labels, int state) {

    public Choice(int value, String label, int state) {
        this(value, Label.of(label), state);
    }

    public Choice(int value, String label) {
        this(value, label, -1);
    }

    /** The English label. */
    public String label() {
        return labels.text();
    }
}
