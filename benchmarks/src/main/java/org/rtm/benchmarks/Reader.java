package org.rtm.benchmarks;

import java.util.List;
import java.util.Optional;
import org.HdrHistogram.Histogram;
import org.rtm.api.AddressFamily;
import org.rtm.api.DestInfo;
import org.rtm.api.EntityRegistration;
import org.rtm.api.NetAddress;
import org.rtm.api.ProtocolId;
import org.rtm.api.ViewSet;
import org.rtm.benchmarks.data.Prefix;
import org.rtm.benchmarks.data.Prefixes;

/** An entity that looks random addresses up, one after the other. */
final class Reader {
    private static final int QUESTIONS = 1 << 20;
    private static final int NUMBER = 2_000;

    private final EntityRegistration entity;
    private final NetAddress[] addresses = new NetAddress[QUESTIONS];
    private int question;
    private long found;

    Reader(Router router, List<Prefix> table) {
        entity = router.register(AddressFamily.IPV4, NUMBER);
        Prefix[] picked = Prefixes.addressesIn(table, QUESTIONS);
        for (int i = 0; i < QUESTIONS; i++) {
            addresses[i] = picked[i].toNetAddress();
        }
    }

    private void lookUp() {
        question = question + 1 & QUESTIONS - 1;
        Optional<DestInfo> answer =
                entity.mostSpecific(addresses[question], ProtocolId.BEST, ViewSet.UNICAST);
        if (answer.isPresent()) {
            try (DestInfo info = answer.get()) {
                found += info.belongsToViews().mask();
            }
        }
    }

    /** Times look-ups as long as something else takes. */
    Histogram timeWhile(TimedLoop.Meanwhile meanwhile) throws InterruptedException {
        return new TimedLoop(this::lookUp).timeWhile(meanwhile);
    }

    /** Something of what was found, so that the compiler does not leave the look-ups out. */
    long found() {
        return found;
    }
}
