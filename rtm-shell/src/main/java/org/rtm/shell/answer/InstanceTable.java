package org.rtm.shell.answer;

import org.rtm.api.monitor.TableStatus;

/**
 * One table of the router.
 *
 * @param instance the instance that it belongs to
 * @param status its figures
 */
public record InstanceTable(int instance, TableStatus status) {}
