package org.rtm.precondition;

import java.util.List;
import java.util.Optional;
import org.opentest4j.TestAbortedException;

/** What has to be there for a test to make sense. */
public final class Precondition {
    /** The environment variable that names what must not be skipped, with commas. */
    private static final String REQUIRE = "RTM_REQUIRE";

    private Precondition() {}

    /**
     * Goes on where nothing is missing.
     *
     * @param name by which it is required
     * @param missing why it cannot be had
     * @throws TestAbortedException if it cannot: the test is skipped
     * @throws IllegalStateException if it cannot, and is required
     */
    public static void require(String name, Optional<String> missing) {
        require(name, missing, System.getenv().getOrDefault(REQUIRE, ""));
    }

    static void require(String name, Optional<String> missing, String required) {
        if (missing.isEmpty()) {
            return;
        }
        if (List.of(required.trim().split("\\s*,\\s*")).contains(name)) {
            throw new IllegalStateException(
                    "%s=%s requires %s, which cannot be had: %s"
                            .formatted(REQUIRE, required, name, missing.get()));
        }
        throw new TestAbortedException(missing.get());
    }
}
