package org.rtm.protocol.rip;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
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

    @AttributeDefinition(
            name = "Learned routes",
            description =
                    "how many routes are learned at the most; further ones are not used, and the neighbours do not hear of them",
            type = AttributeType.INTEGER,
            min = "1")
    String learned_routes() default "100000";
}
