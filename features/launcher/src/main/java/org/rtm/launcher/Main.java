package org.rtm.launcher;

import java.nio.file.Path;

/** The program behind {@code ./rtm}, and of the jars that run by themselves. */
public final class Main {
    private static final int REFUSED = 1;
    private static final int WRONG_USE = 2;

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    private static int run(String[] arguments) {
        try {
            Options options =
                    Options.parse(arguments, Path.of(System.getProperty("rtm.home", ".rtm")));
            return switch (options.action()) {
                case HELP -> {
                    System.out.print(Options.HELP);
                    yield 0;
                }
                case ATTACH -> new AttachClient(new Home(options.home())).run(options.commands());
                default -> start(options);
            };
        } catch (Options.WrongUse wrongUse) {
            System.err.println("rtm: " + wrongUse.getMessage() + "; see rtm --help");
            return WRONG_USE;
        } catch (Refusal refusal) {
            System.err.println("rtm: " + refusal.getMessage());
            return REFUSED;
        }
    }

    private static int start(Options options) throws Refusal {
        Home home = new Home(options.home());
        home.prepare();
        try (HomeLock lock = HomeLock.take(home)) {
            return new Router(Assembly.locate(home), home, lock, options).run();
        }
    }

    /** Whether somebody types and reads here. */
    static boolean onTerminal() {
        // From Java 22 on, its other console is there without a terminal too.
        System.setProperty("jdk.console", "java.base");
        return System.console() != null;
    }
}
