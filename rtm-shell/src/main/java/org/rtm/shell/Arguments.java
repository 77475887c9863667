package org.rtm.shell;

import java.util.List;
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
        List<AddressFamily> families =
                ipv4 && ipv6
                        ? List.of(AddressFamily.IPV4, AddressFamily.IPV6)
                        : List.of(ipv4 ? AddressFamily.IPV4 : AddressFamily.IPV6);
        families.forEach(family -> entities.table(instance, family));
        return families;
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
