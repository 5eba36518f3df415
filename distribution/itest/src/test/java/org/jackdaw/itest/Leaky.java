package org.jackdaw.itest;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.util.AbstractMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;
import org.dom4j.DocumentFactory;

/** For a plugin that leaves something of it behind when it goes: what its component's property says. */
public final class Leaky implements Runnable, Driver {

    private static final ThreadLocal<Leaky> LOCAL = new ThreadLocal<>();
    private static final long NEVER_MILLIS = 1L << 40;

    public Leaky(Map<String, Object> properties) throws Exception {
        switch ((String) properties.get("test.leak")) {
            case "thread" -> Thread.ofPlatform().daemon().name("leaky-thread").start(this);
            case "local" ->
                Executors.newFixedThreadPool(1, threads("leaky-local"))
                        .submit(() -> LOCAL.set(this))
                        .get();
            case "executor" ->
                Executors.newScheduledThreadPool(1, threads("leaky-executor"))
                        .schedule(this, NEVER_MILLIS, TimeUnit.MILLISECONDS);
            case "timer" -> new Timer("leaky-timer", true).schedule(new Task(), NEVER_MILLIS);
            case "static" -> DriverManager.registerDriver(this);
            case "bundle" -> DocumentFactory.getInstance().setXPathNamespaceURIs(new Uris());
            case "hook" -> Runtime.getRuntime().addShutdownHook(new Thread(LOCAL::remove, "leaky-hook"));
            default -> throw new IllegalArgumentException();
        }
    }

    /** For somebody else to keep. */
    private static final class Uris extends AbstractMap<String, String> {
        @Override
        public Set<Map.Entry<String, String>> entrySet() {
            return Set.of();
        }
    }

    private static ThreadFactory threads(String name) {
        return Thread.ofPlatform().daemon().name(name).factory();
    }

    /** Would do something, some day. */
    private static final class Task extends TimerTask {
        @Override
        public void run() {
            LOCAL.remove();
        }
    }

    @Override
    public void run() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public Connection connect(String url, Properties info) {
        return null; // As a driver says that the address is another's.
    }

    @Override
    public boolean acceptsURL(String url) {
        return false;
    }

    @Override
    public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) {
        return new DriverPropertyInfo[0];
    }

    @Override
    public int getMajorVersion() {
        return 1;
    }

    @Override
    public int getMinorVersion() {
        return 0;
    }

    @Override
    public boolean jdbcCompliant() {
        return false;
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getGlobal();
    }
}
