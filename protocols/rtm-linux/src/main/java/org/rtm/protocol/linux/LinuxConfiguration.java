package org.rtm.protocol.linux;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * The configuration of the forwarding of one instance, as tools show it. {@link FibSettings} reads
 * and checks it.
 */
@ObjectClassDefinition(
        name = "RTM Linux forwarding",
        description = "Keeps a routing table of the kernel as the best routes of an instance are.")
@interface LinuxConfiguration {
    /** The PID of the factory configurations. */
    String PID = "org.rtm.protocol.linux";

    /** The kernel's table of instance 0; the next one is that of instance 1. */
    long FIRST_TABLE = 10_000;

    /** A number that no routing program of a Linux distribution has. */
    int PROTOCOL = 210;

    /** Behind the kernel's own routes in its main table. */
    long METRIC = 20;

    int COMPARE_INTERVAL = 60;

    int STALE_TIME = 60;

    @AttributeDefinition(
            name = "Instance",
            description = "the number of the virtual router",
            min = "0",
            max = "65535")
    int instance() default 0;

    @AttributeDefinition(
            name = "Network namespace",
            description = "its name; empty for the one that the router runs in",
            required = false)
    String namespace() default "";

    @AttributeDefinition(
            name = "Table",
            description =
                    "the kernel's table: main, or a number; empty for 10000 and the number of the instance",
            required = false)
    String table() default "";

    @AttributeDefinition(
            name = "Protocol",
            description = "the number by which the kernel knows these routes from all others",
            min = "5",
            max = "255")
    int protocol() default PROTOCOL;

    @AttributeDefinition(
            name = "Metric",
            description = "which place the routes have among others to the same destination",
            min = "1",
            max = "4294967295")
    long metric() default METRIC;

    @AttributeDefinition(
            name = "Source",
            description =
                    "preferred source addresses of packets that the router itself sends, one of each address family",
            required = false)
    String[] source() default {};

    @AttributeDefinition(
            name = "Compare interval",
            description = "seconds between two comparisons of the kernel's table with this one",
            min = "1",
            max = "86400")
    int compare_interval() default COMPARE_INTERVAL;

    @AttributeDefinition(
            name = "Stale time",
            description =
                    "seconds for which routes of a former run stay until the table has them again",
            min = "0",
            max = "86400")
    int stale_time() default STALE_TIME;

    @AttributeDefinition(
            name = "Withdraw",
            description = "whether the routes leave the kernel when the bundle stops")
    boolean withdraw() default false;
}
