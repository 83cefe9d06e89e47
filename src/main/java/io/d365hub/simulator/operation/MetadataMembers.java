package io.d365hub.simulator.operation;

import io.d365hub.simulator.odata.ApiError;
import io.d365hub.simulator.odata.PathSegment;
import java.util.List;
import java.util.Set;

/** Refuses properties of one kind of relationship in a list of the other kind, as the service's types do. */
final class MetadataMembers {

    private static final String NAMESPACE = "Microsoft.Dynamics.CRM.";

    private static final Set<String> ONLY_ONE_TO_MANY = Set.of(
            "ReferencedEntity",
            "ReferencedAttribute",
            "ReferencingEntity",
            "ReferencingAttribute",
            "ReferencedEntityNavigationPropertyName",
            "ReferencingEntityNavigationPropertyName",
            "CascadeConfiguration",
            "AssociatedMenuConfiguration",
            "IsHierarchical",
            "RelationshipBehavior");

    private static final Set<String> ONLY_MANY_TO_MANY = Set.of(
            "IntersectEntityName",
            "Entity1LogicalName",
            "Entity2LogicalName",
            "Entity1IntersectAttribute",
            "Entity2IntersectAttribute",
            "Entity1NavigationPropertyName",
            "Entity2NavigationPropertyName");

    private MetadataMembers() {}

    static void check(List<PathSegment> path, String select) {
        if (select == null) {
            return;
        }
        String last = path.get(path.size() - 1).name();
        boolean oneToMany = last.equals("OneToManyRelationships")
                || last.equals("ManyToOneRelationships")
                || last.equals(NAMESPACE + "OneToManyRelationshipMetadata");
        boolean manyToMany =
                last.equals("ManyToManyRelationships") || last.equals(NAMESPACE + "ManyToManyRelationshipMetadata");
        boolean any = last.equals("RelationshipDefinitions");
        for (String name : select.split(",", -1)) {
            String property = name.strip();
            if ((manyToMany || any) && ONLY_ONE_TO_MANY.contains(property)) {
                throw ApiError.noProperty(
                        property, NAMESPACE + (any ? "RelationshipMetadataBase" : type("ManyToMany")));
            }
            if ((oneToMany || any) && ONLY_MANY_TO_MANY.contains(property)) {
                throw ApiError.noProperty(property, NAMESPACE + (any ? "RelationshipMetadataBase" : type("OneToMany")));
            }
        }
    }

    private static String type(String kind) {
        return kind + "RelationshipMetadata";
    }
}
