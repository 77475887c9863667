package org.rtm.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.startlevel.FrameworkStartLevel;
import org.osgi.framework.wiring.BundleRevision;

/** A framework with the bundles of an assembly, from its start to its end. */
final class Router {
    private static final long LONGEST_START_SECONDS = 20;
    private static final long LONGEST_STOP_MILLIS = 20_000;

    private final Assembly assembly;
    private final Home home;
    private final HomeLock lock;
    private final Options options;
    private final Map<String, String> settings = new HashMap<>();
    private final CountDownLatch started = new CountDownLatch(1);

    /** Before Gogo puts its own in that place. */
    private final PrintStream standardOutput = System.out;

    private Framework framework;
    private volatile int exitStatus;

    Router(Assembly assembly, Home home, HomeLock lock, Options options) {
        this.assembly = assembly;
        this.home = home;
        this.lock = lock;
        this.options = options;
    }

    /** Returns the process's exit status once the framework has stopped. */
    int run() throws Refusal {
        readSettings();
        framework =
                assembly.framework(options.framework(), settings.get("rtm.framework"))
                        .newFramework(settings);
        try {
            Runtime.getRuntime().addShutdownHook(new Thread(this::stopOnSignal, "rtm stop"));
            framework.init();
            install();
            startAll();
            offerExit();
            if (prompts()) {
                startPrompt();
            } else if (options.action() == Options.Action.DAEMON) {
                System.err.printf(
                        "rtm: runs on '%s', process %d%n",
                        home.directory(), ProcessHandle.current().pid());
            }
            framework.waitForStop(0);
            return exitStatus;
        } catch (BundleException failure) {
            throw new Refusal("the framework does not start: " + failure.getMessage());
        } catch (InterruptedException interrupted) {
            throw new Refusal("interrupted");
        } finally {
            started.countDown();
        }
    }

    private void readSettings() throws Refusal {
        Path file = assembly.settings();
        Properties properties = new Properties();
        try (InputStream in = Files.newInputStream(file)) {
            properties.load(in);
        } catch (IOException failure) {
            throw new Refusal("cannot read '%s'".formatted(file), failure);
        }
        properties.forEach((name, value) -> settings.put((String) name, (String) value));
        settings.put(Constants.FRAMEWORK_STORAGE, home.cache().toString());
        // The cache keeps no bundle of an earlier build: File Install brings back what was
        // deployed.
        settings.put(
                Constants.FRAMEWORK_STORAGE_CLEAN, Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT);
        settings.put("felix.cm.dir", home.configuration().toString());
        settings.put("felix.fileinstall.dir", home.deploy().toString());
        settings.put("felix.fileinstall.tmpdir", home.temporary().toString());
        settings.put("gosh.home", assembly.shell(shell()).toString());
        settings.put("gosh.args", prompts() ? "" : "--nointeractive");
        settings.put("rtm.history", home.history().toString());
        settings.put("rtm.log", home.log().toString());
        settings.put("rtm.socket", home.socket().toString());
        settings.put(
                "rtm.job", prompts() ? "prompt" : options.action().name().toLowerCase(Locale.ROOT));
        options.commands().ifPresent(commands -> settings.put("rtm.commands", commands));
        if (System.getProperty("rtm.columns") != null) {
            settings.put("rtm.columns", System.getProperty("rtm.columns"));
        }
    }

    private boolean prompts() {
        return options.action() == Options.Action.CONVERSE && Main.onTerminal();
    }

    /**
     * Gogo's two shells exclude each other: JLine wants a terminal, and the plain one has no line
     * editing.
     */
    private String shell() {
        return prompts() ? "gogo.jline" : "gogo.shell";
    }

    private void install() throws Refusal, BundleException {
        BundleContext context = framework.getBundleContext();
        framework.adapt(FrameworkStartLevel.class).setInitialBundleStartLevel(level("default", 1));
        List<Bundle> bundles = new ArrayList<>();
        for (Path file : assembly.bundles()) {
            Bundle bundle = context.installBundle(file.toUri().toString());
            if (isOtherShell(bundle)) {
                bundle.uninstall();
            } else {
                bundle.adapt(BundleStartLevel.class)
                        .setStartLevel(level(bundle.getSymbolicName(), level("default", 1)));
                bundles.add(bundle);
            }
        }
        for (Bundle bundle : bundles) {
            bundle.start(Bundle.START_ACTIVATION_POLICY);
        }
        framework.adapt(FrameworkStartLevel.class).setInitialBundleStartLevel(level("deployed", 1));
    }

    private boolean isOtherShell(Bundle bundle) {
        return bundle
                .adapt(BundleRevision.class)
                .getDeclaredCapabilities("org.apache.felix.gogo")
                .stream()
                .map(capability -> capability.getAttributes())
                .anyMatch(
                        attributes ->
                                "shell.implementation"
                                                .equals(attributes.get("org.apache.felix.gogo"))
                                        && !shell().equals(attributes.get("implementation.name")));
    }

    private int level(String bundle, int otherwise) {
        String level = settings.get("rtm.start.level." + bundle);
        return level == null ? otherwise : Integer.parseInt(level);
    }

    private void startAll() throws BundleException, InterruptedException {
        framework
                .getBundleContext()
                .addFrameworkListener(
                        event -> {
                            switch (event.getType()) {
                                case FrameworkEvent.STARTED -> started.countDown();
                                case FrameworkEvent.ERROR ->
                                        System.err.printf(
                                                "rtm: %s: %s%n",
                                                event.getBundle().getSymbolicName(),
                                                firstLine(event.getThrowable()));
                                default -> {
                                    // Of no interest to the user.
                                }
                            }
                        });
        framework.start();
        started.await();
    }

    private static String firstLine(Throwable failure) {
        return String.valueOf(failure.getMessage()).lines().findFirst().orElse(failure.toString());
    }

    /** Tells the console bundle that everything has started, and takes its exit status. */
    private void offerExit() {
        Dictionary<String, Object> properties = new Hashtable<>(Map.of("rtm.launcher", "exit"));
        IntConsumer exit = this::exit;
        framework.getBundleContext().registerService(IntConsumer.class, exit, properties);
    }

    /**
     * The shell's level is above the one that the framework begins with: what it runs finds all
     * else started.
     */
    private void startPrompt() {
        framework.adapt(FrameworkStartLevel.class).setStartLevel(level("prompt", 100));
    }

    private void exit(int status) {
        exitStatus = status;
        mute();
        try {
            framework.stop();
        } catch (BundleException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** What bundles print while they stop is no answer to a command. */
    private void mute() {
        standardOutput.close();
    }

    private void stopOnSignal() {
        try {
            // A framework that is stopped while it starts reports errors that are none.
            started.await(LONGEST_START_SECONDS, TimeUnit.SECONDS);
            mute();
            framework.stop();
            framework.waitForStop(LONGEST_STOP_MILLIS);
        } catch (BundleException failure) {
            System.err.println("rtm: the framework does not stop: " + failure.getMessage());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        lock.close();
        if (options.action() == Options.Action.DAEMON) {
            // To stop on SIGTERM is what a daemon is for: not the 143 that the JVM would report.
            Runtime.getRuntime().halt(exitStatus);
        }
    }
}
