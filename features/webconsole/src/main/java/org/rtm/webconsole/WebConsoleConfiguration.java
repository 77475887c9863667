package org.rtm.webconsole;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Who may use the Web Console, and for what. */
@ObjectClassDefinition(
        name = "RTM web console",
        description = "Who may use the Web Console, and for what.")
@interface WebConsoleConfiguration {
    /** The PID of the configuration. */
    String PID = "org.rtm.webconsole";

    @AttributeDefinition(name = "User", description = "the name to log in with")
    String user() default "rtm";

    @AttributeDefinition(
            name = "Password hash",
            description = "what 'openssl passwd -6' prints for the password; empty: nobody gets in",
            type = AttributeType.PASSWORD)
    String password_hash() default "";

    @AttributeDefinition(
            name = "Writable",
            description = "whether the Web Console may change bundles, configurations and the like")
    boolean writable() default false;
}
