package org.rtm.impl;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * The configuration of an instance, as tools show it. {@link InstanceSettings} reads and checks it.
 */
@ObjectClassDefinition(
        name = "RTM instance",
        description = "One virtual router. Instance 0 runs without a configuration too.")
@interface InstanceConfiguration {
    /** The PID of the factory configurations. */
    String PID = "org.rtm.instance";

    @AttributeDefinition(
            name = "Instance",
            description = "the number of the virtual router",
            min = "0",
            max = "65535")
    int instance() default 0;

    @AttributeDefinition(
            name = "Address families",
            description =
                    "which tables there are: ipv4, ipv6. Removing one ends the registrations of its table")
    String[] address_families() default {"ipv4", "ipv6"};

    @AttributeDefinition(
            name = "Views",
            description =
                    "the views of each table, as number=name; 0=unicast is always there. Changing them ends the registrations")
    String[] views() default {"0=unicast", "1=multicast"};

    @AttributeDefinition(
            name = "Next hops in a route",
            description = "most next hops of equal cost",
            min = "1",
            max = "1024")
    int next_hops_in_route() default 64;

    @AttributeDefinition(
            name = "Handles in a call",
            description = "most elements that one call returns",
            min = "1",
            max = "65536")
    int handles_in_call() default 1024;

    @AttributeDefinition(
            name = "Opaque slots",
            description = "how many entities may have a slot in each destination",
            min = "0",
            max = "1024")
    int opaque_slots() default 16;

    @AttributeDefinition(
            name = "Change registrations",
            description = "how many registrations for changes each table may have",
            min = "0",
            max = "4096")
    int change_registrations() default 64;

    @AttributeDefinition(
            name = "Routes in an entity",
            description = "most routes of one entity; a warning is logged at 80 %",
            min = "1")
    int routes_in_entity() default 10_000_000;

    @AttributeDefinition(
            name = "Routes in a table",
            description = "most routes of each table; a warning is logged at 80 %",
            min = "1")
    int routes_in_table() default 10_000_000;

    @AttributeDefinition(
            name = "Longest hold-down",
            description = "seconds; a longer hold-down is cut to it",
            min = "1",
            max = "86400")
    int hold_longest() default 240;

    @AttributeDefinition(
            name = "Longest lock",
            description = "seconds after which a lock is taken away",
            min = "1",
            max = "3600")
    int lock_longest() default 5;

    @AttributeDefinition(
            name = "Longest retention",
            description = "seconds; a longer retention is cut to it",
            min = "1",
            max = "86400")
    int retention_longest() default 300;

    @AttributeDefinition(
            name = "Deregistration wait",
            description = "seconds that a deregistration waits for call-backs that run",
            min = "0",
            max = "3600")
    int deregistration_wait() default 5;

    @AttributeDefinition(
            name = "Expiry answer",
            description =
                    "seconds that an owner has to answer for a route whose time to live has ended",
            min = "1",
            max = "3600")
    int expiry_answer() default 30;

    @AttributeDefinition(
            name = "Handle tracking",
            description =
                    "whether to note where handles are taken, which costs time and memory: to find who does not give them back")
    boolean handle_tracking() default false;

    @AttributeDefinition(
            name = "Preferences",
            description =
                    "preferences by protocol where they differ from the defaults, as protocol=number, for example RIP=100")
    String[] preferences() default {};
}
