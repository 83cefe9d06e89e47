package io.d365hub.simulator;

/** Bodies of metadata requests, in the shape that Microsoft's client for Python sends. */
final class Definitions {

    private Definitions() {}

    static String label(String text) {
        return """
                {"@odata.type":"Microsoft.Dynamics.CRM.Label","LocalizedLabels":[
                 {"@odata.type":"Microsoft.Dynamics.CRM.LocalizedLabel","Label":"%s","LanguageCode":1033}]}""".formatted(text);
    }

    /** A table with its primary name and further columns. */
    static String table(String schemaName, String... columns) {
        String primaryName =
                column("String", schemaName.split("_", 2)[0] + "_Name", ",\"MaxLength\":200,\"IsPrimaryName\":true");
        String further = columns.length == 0 ? "" : "," + String.join(",", columns);
        return """
                {"@odata.type":"Microsoft.Dynamics.CRM.EntityMetadata","SchemaName":"%s","DisplayName":%s,
                 "DisplayCollectionName":%s,"OwnershipType":"UserOwned","HasActivities":false,"HasNotes":true,
                 "IsActivity":false,"Attributes":[%s%s]}""".formatted(schemaName, label(schemaName), label(schemaName + "s"), primaryName, further);
    }

    /** A column; {@code more} is what its type has of its own, with a leading comma. */
    static String column(String type, String schemaName, String more) {
        return """
                {"@odata.type":"Microsoft.Dynamics.CRM.%sAttributeMetadata","SchemaName":"%s","DisplayName":%s,
                 "RequiredLevel":{"Value":"None"}%s}""".formatted(type, schemaName, label(schemaName), more);
    }

    static String key(String schemaName, String column) {
        return "{\"SchemaName\":\"" + schemaName + "\",\"KeyAttributes\":[\"" + column + "\"]}";
    }

    static String options(int... values) {
        StringBuilder options = new StringBuilder("[");
        for (int value : values) {
            options.append(options.length() == 1 ? "" : ",")
                    .append("{\"Value\":")
                    .append(value)
                    .append(",\"Label\":")
                    .append(label("Option " + value))
                    .append('}');
        }
        return options.append(']').toString();
    }
}
