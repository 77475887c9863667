package org.rtm.shell;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.rtm.api.AddressFamily;
import org.rtm.api.EntityInfo;
import org.rtm.api.NetAddress;
import org.rtm.api.monitor.InstanceStatus;
import org.rtm.api.monitor.TableStatus;
import org.rtm.shell.answer.InstanceTable;
import org.rtm.shell.entity.ShellEntities;

/** What options say, checked. */
final class Arguments {
    private Arguments() {}

    static int instance(String text) {
        return (int) number("an instance", text, 0, EntityInfo.MAX_INSTANCE);
    }

    /** The instance of a number; without one, all. */
    static Stream<InstanceStatus> instances(ShellEntities entities, String number) {
        return number.isEmpty()
                ? entities.instances().stream()
                : Stream.of(entities.instance(instance(number)));
    }

    /** The tables of an instance; without one, of all. */
    static List<InstanceTable> tables(
            ShellEntities entities, String instance, boolean ipv4, boolean ipv6) {
        if (!instance.isEmpty()) {
            families(entities, instance(instance), ipv4, ipv6);
        }
        Set<AddressFamily> wanted = wanted(ipv4, ipv6);
        return instances(entities, instance)
                .flatMap(
                        status ->
                                status.tables().stream()
                                        .map(table -> new InstanceTable(status.instance(), table)))
                .filter(table -> wanted.contains(table.status().family()))
                .toList();
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

    /** Checks that -4 and -6 let the family of a prefix through. */
    static void requireWanted(NetAddress prefix, boolean ipv4, boolean ipv6) {
        if (!wanted(ipv4, ipv6).contains(prefix.family())) {
            throw new IllegalArgumentException(
                    "%s is %s, but -%s was given"
                            .formatted(prefix, prefix.family(), ipv4 ? "4" : "6"));
        }
    }

    /** Those of some entities that a name means, which is an identity or what operators see. */
    static List<EntityInfo> entity(String name, List<EntityInfo> known) {
        List<EntityInfo> found =
                known.stream()
                        .filter(
                                entity ->
                                        name.equalsIgnoreCase(entity.name())
                                                || name.equalsIgnoreCase(entity.id().toString()))
                        .toList();
        if (found.isEmpty()) {
            List<String> names =
                    known.stream()
                            .flatMap(entity -> Stream.of(entity.id().toString(), entity.name()))
                            .distinct()
                            .toList();
            throw new IllegalArgumentException(
                    "'%s' is no entity%s; those that there are: %s"
                            .formatted(
                                    name,
                                    NearestNames.hint(name, names),
                                    names.isEmpty() ? "none" : String.join(", ", names)));
        }
        return found;
    }

    /** An address that a word takes. */
    static NetAddress host(String text, String word) {
        NetAddress host = NetAddress.parse(text);
        if (!host.isHost()) {
            throw new IllegalArgumentException(
                    "'%s' is a prefix; %s takes an address".formatted(text, word));
        }
        return host;
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
