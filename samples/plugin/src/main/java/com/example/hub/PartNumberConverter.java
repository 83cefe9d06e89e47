package com.example.hub;

import org.apache.camel.Converter;

/** Lets routes say {@code convertBodyTo: com.example.hub.PartNumber}. */
@Converter
public final class PartNumberConverter {

    /** Reads a part number. */
    @Converter
    public PartNumber read(String text) {
        String[] parts = text.strip().split("-", 2);
        return new PartNumber(parts[0], parts.length == 2 ? parts[1] : "");
    }
}
