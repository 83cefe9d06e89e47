package io.d365hub;

import io.d365hub.bus.BusSettings;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Settings of things that have a name of their own, {@code <family>.<name>.<part>}, e.g. data sources. */
final class SettingFamilies {

    private static final int MOST_CONNECTIONS = 200;

    /** The parts of each family. */
    private static final Map<String, List<String>> PARTS = Map.of(
            "hub.datasource", List.of("url", "user", "password", "connections"),
            "hub.credentials", List.of("token", "user", "password", "header", "value"),
            "hub.receivers", List.of("secrets"),
            "hub.bus", List.of("url", "profile", "user", "password", "prefetch", "policy", "policykey"));

    /** Of the parts that do not take any text; what is empty is not set. */
    private static final Map<String, SettingKind> KINDS = Map.of(
            "hub.datasource.connections", SettingKind.of("a whole number from 1 to " + MOST_CONNECTIONS),
            "hub.datasource.url", SettingKind.of("an address that begins with jdbc:"),
            "hub.bus.prefetch", SettingKind.of("a whole number from 1 to " + BusSettings.MOST_PREFETCH),
            "hub.bus.profile", SettingKind.of("artemis, amqp or servicebus"));

    private static final Pattern MEMBER = Pattern.compile("(hub\\.[a-z]+)\\.([a-z0-9]+(?:-[a-z0-9]+)*)\\.([a-z]+)");

    private SettingFamilies() {}

    /** The name in a key of this family; empty when the key is of none or of another one. */
    static Optional<String> name(String family, String key) {
        Matcher member = MEMBER.matcher(key);
        return member.matches() && member.group(1).equals(family) ? Optional.of(member.group(2)) : Optional.empty();
    }

    /** What a member's part takes; empty when the key is of no family. */
    static Optional<SettingKind> kind(String key) {
        Matcher member = MEMBER.matcher(key);
        return member.matches()
                        && PARTS.getOrDefault(member.group(1), List.of()).contains(member.group(3))
                ? Optional.of(KINDS.getOrDefault(member.group(1) + "." + member.group(3), SettingKind.TEXT))
                : Optional.empty();
    }

    /** The keys of the family that this key seems to mean; none when it begins otherwise. */
    static Stream<String> like(String key) {
        Matcher member = MEMBER.matcher(key);
        return member.matches()
                ? PARTS.getOrDefault(member.group(1), List.of()).stream()
                        .map(part -> member.group(1) + "." + member.group(2) + "." + part)
                : Stream.empty();
    }

    /**
     * Members that only the environment names: HUB_DATASOURCE_PRICE_LIST_URL is of the data source price-list.
     *
     * @param found gets keys and values
     */
    static void ofEnvironment(Map<String, String> environment, BiConsumer<String, String> found) {
        PARTS.forEach((family, parts) -> parts.forEach(part -> {
            String before = Settings.environmentName(family) + "_";
            String after = "_" + Settings.environmentName(part);
            environment.forEach((variable, value) -> {
                if (variable.startsWith(before)
                        && variable.endsWith(after)
                        && variable.length() > before.length() + after.length()) {
                    String name = variable.substring(before.length(), variable.length() - after.length())
                            .toLowerCase(Locale.ROOT)
                            .replace('_', '-');
                    found.accept(family + "." + name + "." + part, value.strip());
                }
            });
        }));
    }
}
