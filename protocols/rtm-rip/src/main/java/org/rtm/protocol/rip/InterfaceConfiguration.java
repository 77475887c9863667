package org.rtm.protocol.rip;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/**
 * The configuration of RIP on an interface, as tools show it. {@link ConfiguredInterface} reads and
 * checks it.
 */
@ObjectClassDefinition(name = "RIP interface", description = "RIP on one interface.")
@interface InterfaceConfiguration {
    /** The PID of the factory configurations. */
    String PID = "org.rtm.protocol.rip.interface";

    @AttributeDefinition(name = "Interface", description = "the name of the interface")
    String interface_name();

    @AttributeDefinition(
            name = "Cost",
            description = "what is added to the metric of every route that comes in",
            min = "1",
            max = "15")
    int cost() default 1;

    @AttributeDefinition(
            name = "Passive",
            description = "learn routes, and tell the neighbours nothing")
    boolean passive() default false;

    @AttributeDefinition(
            name = "Update timer",
            description = "seconds between two updates",
            min = "1",
            max = "86400")
    int timer_update() default 30;

    @AttributeDefinition(
            name = "Timeout timer",
            description = "seconds after which a route is unreachable that was not told of again",
            min = "1",
            max = "86400")
    int timer_timeout() default 180;

    @AttributeDefinition(
            name = "Garbage timer",
            description = "seconds for which the neighbours hear that a route is unreachable",
            min = "1",
            max = "86400")
    int timer_garbage() default 120;

    @AttributeDefinition(
            name = "Split horizon",
            description = "what the interface is told of the routes that were learned from it",
            options = {
                @Option(label = "that they are unreachable", value = "poisoned-reverse"),
                @Option(label = "nothing", value = "simple"),
                @Option(label = "the same as every other", value = "none")
            })
    String split_horizon() default "poisoned-reverse";

    @AttributeDefinition(
            name = "Authentication",
            description = "how neighbours know each other",
            options = {
                @Option(label = "not at all", value = "none"),
                @Option(label = "by a password that everybody can read", value = "password"),
                @Option(label = "by keyed MD5", value = "md5"),
                @Option(label = "by HMAC-SHA-1", value = "hmac-sha-1"),
                @Option(label = "by HMAC-SHA-256", value = "hmac-sha-256"),
                @Option(label = "by HMAC-SHA-384", value = "hmac-sha-384"),
                @Option(label = "by HMAC-SHA-512", value = "hmac-sha-512")
            })
    String authentication() default "none";

    @AttributeDefinition(
            name = "Keys",
            description =
                    "the password, of 1 to 16 bytes, or the keys, of 1 byte to the size of the digest, as number=key with numbers from 0 to 255, the highest of which signs",
            type = AttributeType.PASSWORD)
    String[] keys() default {};
}
