package io.d365hub.virtual.key;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.d365hub.virtual.ColumnType;
import io.d365hub.virtual.VirtualColumn;
import io.d365hub.virtual.VirtualTable;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * GUIDs of natural keys, and natural keys of GUIDs, for key and reference columns. Thread-safe. {@link #guid} and {@link
 * #natural} never block; {@link #remember} and {@link #lookUp} do.
 */
public final class GuidKeys {

    /** Some 20 MB at most. */
    private static final long REMEMBERED_HERE = 100_000;

    /** Texts longer than this are no keys; the column of the database is as wide. */
    public static final int LONGEST = 2_000;

    private final NamedKeys named;
    /** By table and GUID; what is here is in {@link #named}, too. */
    private final Cache<Name, String> known =
            Caffeine.newBuilder().maximumSize(REMEMBERED_HERE).build();

    public GuidKeys(NamedKeys named) {
        this.named = named;
    }

    /** A GUID that is a hash of a natural key of the table. */
    public record Name(String table, UUID guid) {}

    /** What a GUID stands for. */
    public sealed interface Natural {

        /** The value in the column's source type. */
        record Known(Object value) implements Natural {}

        /** No natural key has this GUID. */
        record None() implements Natural {}

        /** It may have one: {@link GuidKeys#lookUp} tells. */
        record NotHere(Name name) implements Natural {}
    }

    /** The GUID of a value of the column; the same for ever. */
    public static UUID guid(VirtualTable table, VirtualColumn column, Object value) {
        if (value instanceof UUID guid) {
            return guid;
        }
        if (value instanceof Number number) {
            return PackedKey.ofNumber(number.longValue());
        }
        String text = (String) value;
        return PackedKey.ofText(text).orElseGet(() -> NamedKey.of(table.service(), set(table, column), text));
    }

    /**
     * The natural key of a row, out of a text.
     *
     * @throws IllegalArgumentException when it can be no key of the table
     */
    public static Object naturalKey(VirtualTable table, String key) {
        return switch (table.key().sourceType()) {
            case GUID -> UUID.fromString(key);
            case INT32 -> Integer.valueOf(key);
            case INT64 -> Long.valueOf(key);
            default -> key;
        };
    }

    /** What a GUID stands for in the column. */
    public Natural natural(VirtualTable table, VirtualColumn column, UUID guid) {
        return switch (column.sourceType()) {
            case GUID -> new Natural.Known(guid);
            case INT64 -> packed(PackedKey.number(guid));
            case INT32 ->
                packed(PackedKey.number(guid)
                        .filter(number -> number == number.intValue())
                        .map(Long::intValue));
            case STRING -> text(new Name(path(table, column), guid));
            default -> throw new IllegalArgumentException(column.sourceType() + " makes no GUIDs");
        };
    }

    private static Natural packed(Optional<?> value) {
        return value.<Natural>map(Natural.Known::new).orElseGet(Natural.None::new);
    }

    private Natural text(Name name) {
        Optional<String> packed = PackedKey.text(name.guid());
        if (packed.isPresent()) {
            return new Natural.Known(packed.get());
        }
        if (!NamedKey.is(name.guid())) {
            return new Natural.None();
        }
        String here = known.getIfPresent(name);
        return here == null ? new Natural.NotHere(name) : new Natural.Known(here);
    }

    /** Looks the name up where it is remembered for good. Afterwards {@link #natural} knows it, when this was true. */
    public boolean lookUp(Name name) {
        Optional<String> found = named.naturalKey(name.table(), name.guid());
        found.ifPresent(key -> known.put(name, key));
        return found.isPresent();
    }

    /** Whether values of the column may need to be {@link #remember remembered}. */
    public static boolean mayBeNamed(VirtualColumn column) {
        return column.isMintedGuid() && column.sourceType() == ColumnType.STRING;
    }

    /** Makes sure that the way back from these values' GUIDs is known for good: before anybody sees the GUIDs. */
    public void remember(VirtualTable table, VirtualColumn column, Collection<?> values) {
        Map<UUID, String> fresh = new HashMap<>();
        String path = path(table, column);
        for (Object value : values) {
            if (value instanceof String text && PackedKey.ofText(text).isEmpty()) {
                UUID guid = guid(table, column, text);
                if (known.getIfPresent(new Name(path, guid)) == null) {
                    fresh.put(guid, text);
                }
            }
        }
        if (!fresh.isEmpty()) {
            named.remember(path, fresh);
            fresh.forEach((guid, text) -> known.put(new Name(path, guid), text));
        }
    }

    private static String path(VirtualTable table, VirtualColumn column) {
        return table.service() + "/" + set(table, column);
    }

    private static String set(VirtualTable table, VirtualColumn column) {
        return column.references().orElse(table.name());
    }
}
