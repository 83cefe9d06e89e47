package io.d365hub.webhook.registration;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/** The tables of the event framework, over the Web API. Implementations block until Dataverse has answered. */
public interface RegistrationRows {

    /** Behind a lookup's name: the member that says which table it leads to. */
    String LOOKUP_TABLE = "@Microsoft.Dynamics.CRM.lookuplogicalname";

    /**
     * All rows that a filter finds, each lookup with its {@link #LOOKUP_TABLE}.
     *
     * @param table entity set name
     * @param columns what to read
     * @param filter as {@code $filter} takes it
     */
    List<ObjectNode> find(String table, List<String> columns, String filter);

    /**
     * Creates a row.
     *
     * @param links ids by navigation property, each with the entity set name that it leads to
     * @return its id
     */
    String create(String table, ObjectNode columns, Map<String, Link> links);

    /** Changes columns of a row. */
    void update(String table, String id, ObjectNode columns);

    /** Deletes a row. */
    void delete(String table, String id);

    /** A row that another one points at. */
    record Link(String table, String id) {}
}
