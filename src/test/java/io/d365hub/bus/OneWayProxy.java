package io.d365hub.bus;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Stands between clients and a server of this machine. Once {@link #swallow} is called, the server hears no more of what its
 * clients send, while they still hear the server: what they acknowledge is never acknowledged. Nobody gets a connection
 * then, or what came again over it would be acknowledged there; until {@link #carry}.
 */
public final class OneWayProxy implements AutoCloseable {

    private final int target;
    private final ServerSocket door;
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private volatile boolean swallowing;

    private static final class Link {
        private final Socket client;
        private final Socket server;
        private volatile boolean swallowed;

        Link(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }
    }

    /** In front of a port of the loopback address. */
    public OneWayProxy(int target) throws IOException {
        this.target = target;
        this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    public int port() {
        return door.getLocalPort();
    }

    /** From now on the connections that are open carry answers only, and later ones are closed. */
    public void swallow() {
        swallowing = true;
        links.forEach(link -> link.swallowed = true);
    }

    /** From now on new connections carry everything. */
    public void carry() {
        swallowing = false;
    }

    private void accept() {
        try {
            while (true) {
                Socket client = door.accept();
                if (swallowing) {
                    client.close();
                    continue;
                }
                Link link = new Link(client, new Socket(InetAddress.getLoopbackAddress(), target));
                links.add(link);
                start(() -> carry(link, link.client, link.server, true));
                start(() -> carry(link, link.server, link.client, false));
            }
        } catch (IOException e) {
            // The test is over.
        }
    }

    private void carry(Link link, Socket from, Socket to, boolean toServer) {
        byte[] bytes = new byte[8_192];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
                if (!toServer || !link.swallowed) {
                    out.write(bytes, 0, read);
                }
            }
        } catch (IOException e) {
            // One of the two is gone.
        } finally {
            close(link);
        }
    }

    private void close(Link link) {
        links.remove(link);
        try (Socket client = link.client;
                Socket server = link.server) {
            // Both ends, as one end has gone.
        } catch (IOException e) {
            // It was closed already.
        }
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "one-way-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        door.close();
        links.forEach(this::close);
    }
}
