package org.rtm.protocol.statics;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * The configuration of a static route, as tools show it. {@link StaticRoute} reads and checks it.
 */
@ObjectClassDefinition(
        name = "RTM static route",
        description =
                "One prefix, and where packets to it go. Has next hops, an interface, or blackhole.")
@interface StaticConfiguration {
    /** The PID of the factory configurations. */
    String PID = "org.rtm.protocol.static";

    @AttributeDefinition(
            name = "Prefix",
            description = "the destination, for example 10.0.0.0/8 or 2001:db8::/32")
    String prefix();

    @AttributeDefinition(
            name = "Next hops",
            description =
                    "addresses of equal cost, each with its interface where need be: 192.0.2.1, fe80::1%eth0",
            required = false)
    String[] next_hops() default {};

    @AttributeDefinition(
            name = "Interface",
            description =
                    "name or index: of the next hops that name none; without next hops the destination is on its link",
            required = false)
    String interface$() default "";

    @AttributeDefinition(name = "Blackhole", description = "packets to the prefix are dropped")
    boolean blackhole() default false;

    @AttributeDefinition(
            name = "Metric",
            description = "the lower the better",
            min = "0",
            max = "4294967295")
    long metric() default 0;

    @AttributeDefinition(
            name = "Preference",
            description = "the lower the better; 0 for the one configured for static routes",
            min = "0",
            max = "4294967295")
    long preference() default 0;

    @AttributeDefinition(
            name = "Views",
            description = "the views that the route is in, by name or number")
    String[] views() default {"unicast"};

    @AttributeDefinition(
            name = "Tag",
            description = "a number for who redistributes the route; 0 for none",
            min = "0",
            max = "4294967295")
    long tag() default 0;

    @AttributeDefinition(
            name = "Instance",
            description = "the number of the virtual router",
            min = "0",
            max = "65535")
    int instance() default 0;
}
