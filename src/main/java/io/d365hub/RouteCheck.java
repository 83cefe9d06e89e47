package io.d365hub;

import io.d365hub.check.Checks;
import io.d365hub.check.Finding;
import io.d365hub.check.TargetTables;
import io.d365hub.plugin.Plugins;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;

/** Looks for mistakes in routes, kamelets and mappings before anything runs. Starts nothing but stand-ins. Thread-safe. */
public final class RouteCheck {

    private final Path home;
    private final Path routes;
    private final Path plugins;
    private final Consumer<CamelContext> preparation;

    /**
     * Makes a check of one hub.
     *
     * @param home the hub's home folder, from which routes name their mappings
     * @param routes the folder of the routes, from the home folder; kamelets are in its sub-folder {@code kamelets}
     */
    public RouteCheck(Path home, Path routes) {
        this(home, routes, Path.of("plugins"), context -> {});
    }

    /** The same; {@code preparation} makes known what routes find beside the files. */
    RouteCheck(Path home, Path routes, Path plugins, Consumer<CamelContext> preparation) {
        this.plugins = plugins;
        this.preparation = preparation.andThen(BatchDoors::bind);
        this.home = home;
        this.routes = routes;
    }

    /**
     * A check of the hub that the settings describe, with its plug-ins.
     *
     * @throws HubStartException when one of them cannot be used
     */
    public static RouteCheck of(Settings settings) {
        Plugins plugins = HubPlugins.load(settings);
        return new RouteCheck(
                settings.home(),
                Path.of(settings.text("hub.routes")),
                settings.path("hub.plugins"),
                context -> HubPlugins.bind(plugins, context));
    }

    /** What {@code ./hub run} does before it starts the routes; a few tens of milliseconds for some dozen routes. */
    public List<Finding> beforeStart() {
        return Checks.quick(home, routes).findings();
    }

    /**
     * What is done before changed files replace what runs: all of {@link #beforeStart}, and a start with stand-ins of each route
     * that has changed.
     */
    List<Finding> beforeReload(Set<Path> changed) {
        return Checks.changed(home, routes, changed, preparation).findings();
    }

    /**
     * What {@code ./hub check} does: all of {@link #beforeStart}, the tables and keys that routes name, and a start of each
     * route with stand-ins.
     *
     * @param properties what {@code {{name}}} in routes stands for
     * @param target the environment that the routes write to; {@link TargetTables#none()} when there is none
     */
    public List<Finding> thorough(Map<String, String> properties, TargetTables target) {
        return Checks.thorough(home, routes, plugins, properties, target, preparation)
                .findings();
    }

    /** Only the tables and keys that routes and mappings' cases name: what can be asked once the target is reached. */
    public List<Finding> against(TargetTables target) {
        return Checks.target(home, routes, target).findings();
    }
}
