package io.d365hub;

import io.d365hub.console.signin.OpenIdSettings;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The settings of where the console is reached and how one signs in to it. */
final class ConsoleAccess {

    private ConsoleAccess() {}

    static List<String> words(String list, String separator) {
        return Arrays.stream(list.split(separator, -1))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .toList();
    }

    static Optional<URI> publicUrl(Settings settings) {
        String key = "hub.console.public-url";
        if (!settings.isSet(key)) {
            return Optional.empty();
        }
        String text = settings.text(key);
        if (!text.matches("https?://[^/?#\\s]+/?")) {
            throw settings.wrong(key, "an address such as https://hub.example.com");
        }
        return Optional.of(URI.create(text.replaceFirst("/$", "")));
    }

    static Optional<OpenIdSettings> openId(Settings settings) {
        if (!settings.isSet("hub.console.openid.issuer")) {
            return Optional.empty();
        }
        if (!settings.text("hub.console.openid.issuer").matches("https?://\\S+")) {
            throw settings.wrong("hub.console.openid.issuer", "the address of an OpenID Connect provider");
        }
        if (!settings.isSet("hub.console.openid.client-id")) {
            throw settings.wrong("hub.console.openid.client-id", "the name of the hub at the provider");
        }
        URI address = publicUrl(settings)
                .orElseThrow(() -> settings.wrong(
                        "hub.console.public-url", "set, although the provider has to send browsers back to it"));
        return Optional.of(new OpenIdSettings(
                URI.create(settings.text("hub.console.openid.issuer")),
                settings.text("hub.console.openid.client-id"),
                Optional.of(settings.text("hub.console.openid.client-secret")).filter(secret -> !secret.isEmpty()),
                words(settings.text("hub.console.openid.scopes"), "\\s+"),
                address.resolve("/console/login/openid/callback"),
                new OpenIdSettings.Claims(
                        settings.text("hub.console.openid.name-claim"),
                        settings.text("hub.console.openid.roles-claim"),
                        settings.text("hub.console.openid.viewer"),
                        settings.text("hub.console.openid.operator"),
                        settings.text("hub.console.openid.administrator"),
                        settings.text("hub.console.openid.reveals"),
                        settings.text("hub.console.openid.integrations-claim"))));
    }
}
