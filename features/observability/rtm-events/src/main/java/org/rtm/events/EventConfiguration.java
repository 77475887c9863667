package org.rtm.events;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The configuration, as tools show it. */
@ObjectClassDefinition(
        name = "RTM events",
        description =
                "Posts registrations and changes of best routes to the Event Admin, once this is configured")
@interface EventConfiguration {
    /** The PID of the configuration. */
    String PID = "org.rtm.events";

    @AttributeDefinition(
            name = "Rate",
            description = "most events a second, 1 to 100000",
            min = "1",
            max = "100000")
    int rate() default 1000;
}
