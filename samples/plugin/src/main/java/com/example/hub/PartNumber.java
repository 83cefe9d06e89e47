package com.example.hub;

/** A part number as the partner writes it, e.g. {@code 4711-08}. */
public record PartNumber(String family, String variant) {}
