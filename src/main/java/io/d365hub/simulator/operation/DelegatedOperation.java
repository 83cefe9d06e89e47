package io.d365hub.simulator.operation;

/** An operation that does something about another one, and is that one for everybody who asks what it is. */
public interface DelegatedOperation extends Operation {

    /** The other one. */
    Operation operation();

    @Override
    default OperationKind kind() {
        return operation().kind();
    }

    @Override
    default int rows() {
        return operation().rows();
    }

    @Override
    default boolean mentions(String text) {
        return operation().mentions(text);
    }
}
