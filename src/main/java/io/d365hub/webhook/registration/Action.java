package io.d365hub.webhook.registration;

/**
 * Something to be done in Dataverse.
 *
 * @param verb create, change or delete
 * @param what service endpoint, step or image
 * @param name which one
 * @param detail what it gets, or why; without secrets
 */
public record Action(String verb, String what, String name, String detail) {}
