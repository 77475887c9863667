package org.rtm.precondition;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.opentest4j.TestAbortedException;

/** What has to be there for a test to make sense. */
public enum Precondition {
    BROWSER,
    KARAF,
    LAB,
    NAMESPACE,
    P2,
    SLING,
    TYCHO;

    /** The environment variable that names what must not be skipped, with commas. */
    private static final String REQUIRE = "RTM_REQUIRE";

    /**
     * Goes on where nothing is missing.
     *
     * @param missing why it cannot be had
     * @throws TestAbortedException if it cannot: the test is skipped
     * @throws IllegalStateException if it cannot, and is required, or if what is required is
     *     unknown
     */
    public void require(Optional<String> missing) {
        require(missing, required());
    }

    void require(Optional<String> missing, String required) {
        Optional<String> reason = reasonToSkip(missing, required);
        if (reason.isPresent()) {
            throw new TestAbortedException(reason.get());
        }
    }

    /**
     * For conditions of tests, which skip by what they return.
     *
     * @param missing why it cannot be had
     * @return the same; empty if the test is to be run
     * @throws IllegalStateException if it cannot, and is required, or if what is required is
     *     unknown
     */
    public Optional<String> reasonToSkip(Optional<String> missing) {
        return reasonToSkip(missing, required());
    }

    private static String required() {
        return System.getenv().getOrDefault(REQUIRE, "");
    }

    Optional<String> reasonToSkip(Optional<String> missing, String required) {
        List<String> names =
                Stream.of(required.split(","))
                        .map(String::strip)
                        .filter(name -> !name.isEmpty())
                        .toList();
        List<String> known = Stream.of(values()).map(Precondition::toString).toList();
        for (String name : names) {
            if (!known.contains(name)) {
                throw new IllegalStateException(
                        "%s=%s requires '%s', which is unknown; allowed are %s, with commas between them"
                                .formatted(REQUIRE, required, name, String.join(", ", known)));
            }
        }
        if (missing.isPresent() && names.contains(toString())) {
            throw new IllegalStateException(
                    "%s=%s requires %s, which cannot be had: %s"
                            .formatted(REQUIRE, required, this, missing.get()));
        }
        return missing;
    }

    /** By which it is required. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
