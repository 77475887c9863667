package org.rtm.protocol.local;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The configuration, as tools show it. */
@ObjectClassDefinition(
        name = "RTM local routes",
        description = "The router's own addresses and networks, as routes of instance 0")
@interface LocalConfiguration {
    /** The PID of the configuration. */
    String PID = "org.rtm.protocol.local";

    @AttributeDefinition(
            name = "Interval",
            description = "milliseconds between two looks at the interfaces",
            min = "100",
            max = "60000")
    int interval() default 1000;
}
