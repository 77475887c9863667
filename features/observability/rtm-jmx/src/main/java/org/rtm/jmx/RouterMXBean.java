package org.rtm.jmx;

import java.util.Map;

/** What JMX shows of a router. Only read-only attributes may enter. */
public interface RouterMXBean {
    /** The instances, by number. */
    Map<Integer, InstanceFigures> getInstances();

    /** The tables, by instance and address family: {@code 0/IPv4}. */
    Map<String, TableFigures> getTables();

    /** The entities, by table and identity: {@code 0/IPv4/RIP-1}. */
    Map<String, EntityFigures> getEntities();

    /**
     * The registrations for changes, by entity and place among its registrations: {@code
     * 0/IPv4/RIP-1/1}. None while there is no notifier.
     */
    Map<String, NotificationFigures> getNotifications();

    /**
     * How best routes fare on their way to what forwards packets, by table: {@code 0/IPv4}. Only
     * tables that something forwards. All their destinations are counted each time.
     */
    Map<String, ForwardingFigures> getForwarding();
}
