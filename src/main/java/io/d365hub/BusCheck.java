package io.d365hub;

import io.d365hub.bus.Bus;
import io.d365hub.bus.BusProfile;
import io.d365hub.bus.BusSettings;
import io.d365hub.check.Checks;
import io.d365hub.check.Finding;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Looks for mistakes in the settings of other systems' brokers, and in what routes call them. Connects to nothing. */
public final class BusCheck {

    private static final String FAMILY = "hub.bus";

    private final Settings settings;

    private BusCheck(Settings settings) {
        this.settings = settings;
    }

    /** What is wrong; passwords are not looked at, as a check may run where there are none. */
    public static List<Finding> findings(Settings settings) {
        BusCheck check = new BusCheck(settings);
        List<Finding> findings = new ArrayList<>();
        Set<String> names = settings.members(FAMILY);
        names.forEach(name -> check.settingsOf(name).ifPresent(findings::add));
        Set<String> known = new TreeSet<>(names);
        known.add(Bus.OWN);
        findings.addAll(Checks.busNames(settings.home(), Path.of(settings.text("hub.routes")), known));
        return findings;
    }

    private Optional<Finding> settingsOf(String name) {
        try {
            BusSettings bus = BusParts.described(settings, name);
            return bus.profile() == BusProfile.SERVICEBUS
                            && bus.url().getScheme().equals("amqps")
                            && bus.user().isEmpty()
                    ? Optional.of(finding(
                            name,
                            "Its user is empty, and Azure Service Bus lets nobody in without one.",
                            "Set " + FAMILY + "." + name + ".user to the name of a shared access policy, and HUB_BUS_"
                                    + Settings.environmentName(name) + "_PASSWORD to its key."))
                    : Optional.empty();
        } catch (HubStartException e) {
            return Optional.of(finding(name, e.why(), e.mend()));
        }
    }

    private Finding finding(String name, String why, String mend) {
        return new Finding(
                settings.file(), line(name), 0, "Bus '" + name + "' cannot be used.", why, mend, "bus-settings");
    }

    /** 0 when it is set by the environment only. */
    private int line(String name) {
        Path file = settings.home().resolve(settings.file());
        if (!Files.isRegularFile(file)) {
            return 0;
        }
        try {
            List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
            for (int n = 0; n < lines.size(); n++) {
                if (lines.get(n).strip().startsWith(FAMILY + "." + name + ".")) {
                    return n + 1;
                }
            }
        } catch (IOException e) {
            return 0; // it was read a moment ago; the finding names the bus all the same
        }
        return 0;
    }
}
