package org.rtm.shell;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.rtm.api.AddressFamily;
import org.rtm.api.EntityInfo;
import org.rtm.api.monitor.TableStatus;
import org.rtm.shell.entity.ShellEntities;

/** What options say, checked. */
final class Arguments {
    private Arguments() {}

    static int instance(String text) {
        return (int) number("an instance", text, 0, EntityInfo.MAX_INSTANCE);
    }

    /** The families asked for; without -4 and -6, those that the instance has. */
    static List<AddressFamily> families(
            ShellEntities entities, int instance, boolean ipv4, boolean ipv6) {
        if (!ipv4 && !ipv6) {
            return entities.instance(instance).tables().stream().map(TableStatus::family).toList();
        }
        List<AddressFamily> families = List.copyOf(wanted(ipv4, ipv6));
        families.forEach(family -> entities.table(instance, family));
        return families;
    }

    /** The families that -4 and -6 let through: without both, all. */
    static Set<AddressFamily> wanted(boolean ipv4, boolean ipv6) {
        if (ipv4 == ipv6) {
            return EnumSet.allOf(AddressFamily.class);
        }
        return EnumSet.of(ipv4 ? AddressFamily.IPV4 : AddressFamily.IPV6);
    }

    /** An integer of an option or argument. */
    static long number(String what, String text, long least, long most) {
        try {
            long number = Long.parseLong(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException none) {
            // Told below.
        }
        throw new IllegalArgumentException(
                "'%s' is not %s; allowed are %d to %d".formatted(text, what, least, most));
    }
}
