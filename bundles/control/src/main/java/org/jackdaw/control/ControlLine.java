package org.jackdaw.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.jackdaw.core.StartProblem;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where {@code bin/jackdaw} reaches the running server: TCP on loopback, with a token from a private file (ADR 2). */
@Component(
        service = {},
        immediate = true)
public final class ControlLine {

    private static final Logger LOG = LoggerFactory.getLogger(ControlLine.class);
    private static final int AT_A_TIME = 8;
    private static final Duration REQUEST_LIMIT = Duration.ofSeconds(10);

    private final Commands commands;
    private final Duration requestLimit;
    private final Path file;
    private final byte[] token;
    private final ServerSocket server;
    private final Semaphore free = new Semaphore(AT_A_TIME);
    private final ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor();

    /** @throws StartProblem if the data directory does not take the file, or loopback has no port */
    @Activate
    public ControlLine(BundleContext context, @Reference Commands commands) {
        this(Path.of(context.getProperty("jackdaw.data")), commands, REQUEST_LIMIT);
    }

    ControlLine(Path data, Commands commands, Duration requestLimit) {
        this.commands = commands;
        this.requestLimit = requestLimit;
        file = data.resolve("control");
        byte[] random = new byte[16];
        new SecureRandom().nextBytes(random);
        token = HexFormat.of().formatHex(random).getBytes(UTF_8);
        try {
            server = new ServerSocket(0, AT_A_TIME, InetAddress.getLoopbackAddress());
            publish();
        } catch (IOException e) {
            throw new StartProblem("The control line cannot be opened (" + e + "): check the data directory " + data);
        }
        Thread.ofVirtual().name("control").start(this::accept);
    }

    /** The file appears whole and private, so no client reads half of it and no stranger any of it. */
    private void publish() throws IOException {
        Path draft = Files.createTempFile(
                file.getParent(),
                "control",
                ".new",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(draft, server.getLocalPort() + "\n" + new String(token, UTF_8) + "\n");
        Files.move(draft, file, ATOMIC_MOVE);
    }

    @Deactivate
    void close() throws IOException, InterruptedException {
        Files.deleteIfExists(file);
        server.close();
        // The stop command's own answer is still to be sent.
        requests.shutdown();
        if (!requests.awaitTermination(2, SECONDS)) {
            requests.shutdownNow();
        }
    }

    private void accept() {
        try {
            while (!server.isClosed()) {
                free.acquire();
                Socket client = server.accept();
                requests.execute(() -> serve(client));
            }
        } catch (IOException e) {
            if (!server.isClosed()) {
                LOG.error("The control line broke; restart the bundle org.jackdaw.control", e);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void serve(Socket client) {
        try (client) {
            Request request = Request.read(new DataInputStream(new TimedInput(client, requestLimit)));
            if (!MessageDigest.isEqual(token, request.token())) {
                LOG.warn("Somebody without the token tried the control line");
                return;
            }
            Commands.Answer answer = commands.run(request.words(), request.input());
            byte[] output = answer.output().getBytes(UTF_8);
            DataOutputStream out = new DataOutputStream(new BufferedOutputStream(client.getOutputStream()));
            out.writeInt(output.length);
            out.write(output);
            out.writeInt(answer.exitCode());
            out.flush();
        } catch (IOException e) {
            LOG.debug("A request on the control line was dropped", e);
        } finally {
            free.release();
        }
    }
}
