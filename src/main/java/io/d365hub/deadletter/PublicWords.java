package io.d365hub.deadletter;

import java.util.function.UnaryOperator;

/** Takes the personal values of a message out of what is said about it; implemented by the root, which knows which they are. */
@FunctionalInterface
public interface PublicWords {

    /** Leaves everything as it is. */
    PublicWords ALL = (body, contentType) -> words -> words;

    /** What can be applied to any sentence about this message; never fails because of the message. */
    UnaryOperator<String> about(byte[] body, String contentType);

    /** The name of a row, e.g. {@code contacts(emailaddress1='…')}, without the values of personal columns. */
    default String row(String name) {
        return name;
    }
}
