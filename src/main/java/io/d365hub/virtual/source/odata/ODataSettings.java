package io.d365hub.virtual.source.odata;

import io.d365hub.virtual.VirtualColumn;
import io.d365hub.virtual.query.Operand;
import java.net.URI;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where the other service is and what it can do, as declared. Immutable.
 *
 * @param root of the service, with a slash at its end
 * @param set the entity set
 * @param credentials name of the credentials to send; empty for none
 * @param text how it compares texts
 * @param cannot what it is not asked to do
 * @param zone of its dates and times without an offset
 */
record ODataSettings(
        URI root, String set, Optional<String> credentials, TextRule text, Set<Ability> cannot, Optional<ZoneId> zone) {

    /** The member of a row that holds its ETag (OData JSON Format 4.0, 4.5.5). */
    static final String ETAG = "@odata.etag";

    /** A property, or a path through complex properties. */
    static final Pattern PROPERTY = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    ODataSettings {
        cannot = Set.copyOf(cannot);
    }

    boolean can(Ability ability) {
        return !cannot.contains(ability);
    }

    /** The column of an operand that the service may be asked about: itself, or in lower case. */
    static Optional<VirtualColumn> named(Operand operand) {
        if (operand instanceof Operand.TextFunction function) {
            return function.kind() == Operand.TextFunction.Kind.TO_LOWER
                            && function.text() instanceof Operand.Column column
                    ? Optional.of(column.column()).filter(ODataSettings::isProperty)
                    : Optional.empty();
        }
        return operand instanceof Operand.Column column
                ? Optional.of(column.column()).filter(ODataSettings::isProperty)
                : Optional.empty();
    }

    static boolean isProperty(VirtualColumn column) {
        return PROPERTY.matcher(column.sourceName()).matches();
    }
}
