package io.d365hub;

import io.d365hub.check.Finding;
import io.d365hub.connection.DataSources;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** What a start would say of the settings, each point with its line. Connects to nothing and opens nothing. */
public final class SettingsFileCheck {

    private SettingsFileCheck() {}

    /**
     * What is wrong with the file of the running hub as it is now.
     *
     * @param running the settings that the hub was started with; they stay as they are
     */
    static List<Finding> afterChange(Settings running) {
        try {
            Settings changed = Settings.read(running.home(), running.file(), Map.of());
            List<Finding> findings = new ArrayList<>(findings(changed));
            BusCheck.findings(changed).stream()
                    .filter(finding -> finding.file().equals(running.file()))
                    .forEach(findings::add);
            return findings;
        } catch (HubStartException e) {
            return List.of(finding(running, e));
        }
    }

    /** What is wrong with settings that were {@linkplain Settings#read read}; secrets that are not there are not missed. */
    public static List<Finding> findings(Settings settings) {
        List<Finding> findings = new ArrayList<>(settings.problems());
        List<Consumer<Settings>> readers = List.of(
                ConsoleAccess::publicUrl,
                ConsoleAccess::openId,
                SettingsFileCheck::dataSources,
                NamedConnections::credentials,
                WebhookReceivers::allowed,
                all -> WebhookReceivers.keys(all, Map.of()),
                all -> mail(all));
        for (Consumer<Settings> reader : readers) {
            try {
                reader.accept(settings);
            } catch (HubStartException e) {
                Finding finding = finding(settings, e);
                // One mistake is told once: a member that lacks what was wrong about it is no second one.
                if (findings.stream().noneMatch(told -> told.line() == finding.line())) {
                    findings.add(finding);
                }
            }
        }
        return findings;
    }

    private static void dataSources(Settings settings) {
        DataSources described = NamedConnections.dataSources(settings);
        described.close();
    }

    private static void mail(Settings settings) {
        if (settings.isSet("hub.alerts.mail.host")) {
            HubAlerts.mail(settings);
        }
    }

    private static Finding finding(Settings settings, HubStartException refusal) {
        String place = settings.file() + ":";
        String why = refusal.why();
        int line = line(settings, why);
        String sentence = why.replaceFirst("^\\Q" + place + "\\E\\d*:? *", "");
        return new Finding(
                settings.file(),
                line,
                0,
                "The hub would not start with these settings.",
                sentence,
                refusal.mend(),
                "settings");
    }

    /** Of the setting that the sentence names; 0 when it names none that the file has. */
    private static int line(Settings settings, String why) {
        Optional<String> named = settings.keys().stream()
                .filter(why::contains)
                .filter(key -> settings.line(key) > 0)
                .max(Comparator.comparingInt(String::length));
        return named.map(settings::line).orElse(0);
    }
}
