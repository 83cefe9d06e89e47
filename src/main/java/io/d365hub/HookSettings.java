package io.d365hub;

import io.d365hub.access.HookSecret;
import io.d365hub.webhook.event.HookSecrets;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;

/** What the settings say of the addresses that Dataverse posts to. */
final class HookSettings {

    private HookSettings() {}

    static HookSecrets secrets(Settings settings) {
        return new HookSecrets(settings.text("hub.hook.secret-name"), texts(settings));
    }

    /**
     * The secrets, the one that is registered first; none when nobody is to be let in.
     *
     * @throws HubStartException when the file of the data folder cannot be read or trusted
     */
    static List<String> texts(Settings settings) {
        if (settings.isSet("hub.hook.secrets")) {
            return Arrays.stream(settings.text("hub.hook.secrets").split(",", -1))
                    .map(String::strip)
                    .filter(text -> !text.isEmpty())
                    .toList();
        }
        if (!settings.development()) {
            return List.of();
        }
        try {
            return List.of(HookSecret.in(settings.path("hub.data"), new SecureRandom()));
        } catch (IOException | IllegalStateException e) {
            throw new HubStartException(
                    "The hub was not started.",
                    "The secret of its hooks cannot be read. " + e.getMessage(),
                    "See to it that this user can read and write the data folder " + settings.text("hub.data") + ".",
                    e);
        }
    }

    /**
     * Where Dataverse finds a hook.
     *
     * @throws HubStartException when the settings do not say where the hub is
     */
    static String url(Settings settings, String hook) {
        if (settings.isSet("hub.hook.public-url")) {
            return settings.text("hub.hook.public-url").replaceAll("/+$", "") + DataverseHook.PATH + hook;
        }
        if (settings.development()) {
            return "http://127.0.0.1:" + settings.port("hub.http.port") + DataverseHook.PATH + hook;
        }
        throw new HubStartException(
                "Nothing was registered.",
                "It is not known where Dataverse reaches this hub: hub.hook.public-url is empty.",
                "Set it (or HUB_HOOK_PUBLIC_URL), e.g. to https://hub.example.com.");
    }
}
