package org.rtm.benchmarks;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jol.info.ClassLayout;
import org.rtm.api.AddressFamily;
import org.rtm.api.DestInfo;
import org.rtm.api.EntityRegistration;
import org.rtm.benchmarks.data.Prefix;
import org.rtm.benchmarks.data.Prefixes;
import org.rtm.benchmarks.report.Measurement;

/** Row 4: a look-up through the API, of the addresses of row 1, and what it found given back. */
public class ApiLookUp extends ApiBenchmark {
    /** The size of the two objects that a look-up cannot do without. */
    static final String RESULT_SIZE = "size of a DestInfo and its Optional";

    @Setup
    public void fill() {
        fill(Prefixes.table(AddressFamily.IPV4));
    }

    /** Measures how large the objects are that a look-up hands out. */
    static void measureResult(Run run) throws IOException {
        try (Router router = new Router()) {
            List<Prefix> table = Prefixes.generated(AddressFamily.IPV4, 1);
            EntityRegistration entity = router.register(AddressFamily.IPV4, 1);
            Router.addRoutes(entity, table);
            Optional<DestInfo> found = entity.mostSpecific(table.get(0).toNetAddress());
            long bytes =
                    ClassLayout.parseInstance(found).instanceSize()
                            + ClassLayout.parseInstance(found.orElseThrow()).instanceSize();
            found.get().close();
            run.add(Measurement.of(4, RESULT_SIZE, "", "B/op", bytes));
        }
    }
}
