package io.d365hub.virtual.sql;

import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;

/** The databases that declarations may name. */
public interface NamedDataSources {

    /** The pool of this name; asked once for each table. It need not be able to connect. */
    Optional<DataSource> find(String name);

    Set<String> names();
}
