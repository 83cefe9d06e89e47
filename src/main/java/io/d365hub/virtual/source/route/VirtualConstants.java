package io.d365hub.virtual.source.route;

import org.apache.camel.spi.Metadata;

/** Names of the headers between a virtual table and its route. Names of columns are those in the source. */
public final class VirtualConstants {

    @Metadata(
            description = "What is wanted: read, find, count, create, update or delete.",
            javaType = "String",
            enums = "read,find,count,create,update,delete")
    public static final String OPERATION = "CamelVirtualOperation";

    @Metadata(description = "The table, as <service>/<Table>.", javaType = "String")
    public static final String TABLE = "CamelVirtualTable";

    @Metadata(
            description =
                    "Columns that every wanted row has to equal, with their values: what most routes can pass on. The whole filter may say more.",
            javaType = "Map<String, Object>")
    public static final String EQUAL = "CamelVirtualEqual";

    @Metadata(
            description =
                    "The whole filter as a JSON tree, e.g. {\"gt\":[{\"column\":\"rate\"},{\"value\":1.5}]}; absent for every row.",
            javaType = "String")
    public static final String FILTER = "CamelVirtualFilter";

    @Metadata(
            description = "The order: columns with ' asc' or ' desc', separated by commas; the key comes last.",
            javaType = "String")
    public static final String ORDER_BY = "CamelVirtualOrderBy";

    @Metadata(description = "The columns that are needed, separated by commas.", javaType = "String")
    public static final String SELECT = "CamelVirtualSelect";

    @Metadata(description = "How many rows of the answer to leave out at its beginning.", javaType = "Long")
    public static final String SKIP = "CamelVirtualSkip";

    @Metadata(
            description = "Most rows that are needed: one more than the page has, to know whether another one follows.",
            javaType = "Integer")
    public static final String TOP = "CamelVirtualTop";

    @Metadata(description = "Whether the number of all rows that pass the filter is wanted.", javaType = "Boolean")
    public static final String COUNT = "CamelVirtualCount";

    @Metadata(description = "The key of the row, for find, update and delete.", javaType = "Object")
    public static final String KEY = "CamelVirtualKey";

    @Metadata(description = "The version that an update or a delete is bound to; absent for any.", javaType = "Object")
    public static final String VERSION = "CamelVirtualVersion";

    @Metadata(description = "Milliseconds that are left for the answer.", javaType = "Long")
    public static final String TIMEOUT = "CamelVirtualTimeout";

    @Metadata(
            description =
                    "Set by the route: true when it has applied filter, order, skip and top itself. Otherwise the hub does, within the row limit.",
            javaType = "Boolean",
            defaultValue = "false")
    public static final String EVALUATED = "CamelVirtualEvaluated";

    @Metadata(
            description = "Set by a route that evaluates: how many rows pass the filter in all, when asked for.",
            javaType = "Long")
    public static final String TOTAL = "CamelVirtualTotal";

    @Metadata(
            description = "Set by the route after update or delete: done, not-found or other-version.",
            javaType = "String",
            defaultValue = "done",
            enums = "done,not-found,other-version")
    public static final String OUTCOME = "CamelVirtualOutcome";

    private VirtualConstants() {}
}
