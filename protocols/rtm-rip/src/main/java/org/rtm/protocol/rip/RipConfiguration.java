package org.rtm.protocol.rip;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The configuration of RIP, as tools show it. */
@ObjectClassDefinition(
        name = "RIP",
        description = "The Routing Information Protocol, version 2, on all its interfaces.")
@interface RipConfiguration {
    /** The PID of the configuration. */
    String PID = "org.rtm.protocol.rip";

    @AttributeDefinition(
            name = "Redistribute",
            description =
                    "the protocols whose best routes the neighbours hear of, with the metric that they hear, as protocol=metric, for example STATIC=1")
    String[] redistribute() default {};
}
