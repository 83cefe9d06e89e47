package io.d365hub;

import io.d365hub.webhook.WebhookReceiver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder of subscriptions for a test, each with a receiver of its own on loopback. */
final class SubscriptionFiles implements AutoCloseable {

    private final Path folder;
    private final java.util.List<WebhookReceiver> receivers = new java.util.ArrayList<>();

    SubscriptionFiles() {
        try {
            folder = Files.createTempDirectory("hub-subscriptions");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String folder() {
        return folder.toString();
    }

    /** Declares a subscription; lines are members beside the address. */
    WebhookReceiver add(String name, String... lines) {
        try {
            WebhookReceiver receiver = new WebhookReceiver();
            receivers.add(receiver);
            Files.writeString(
                    folder.resolve(name + ".yaml"), "url: " + receiver.url() + "\n" + String.join("\n", lines) + "\n");
            return receiver;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes a declaration as it is. */
    void write(String name, String declaration) throws IOException {
        Files.writeString(folder.resolve(name + ".yaml"), declaration);
    }

    @Override
    public void close() throws IOException {
        receivers.forEach(WebhookReceiver::close);
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
