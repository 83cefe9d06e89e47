package io.d365hub.virtual.odata;

import java.util.Map;

/**
 * What is answered.
 *
 * @param headers by name; OData-Version is always among them
 * @param body may be empty
 */
public record ODataAnswer(int status, Map<String, String> headers, byte[] body) {}
