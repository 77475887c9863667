/**
 * Entities: who is registered with a table, what was handed out to whom, and the lanes on which
 * they are called back. Every handle and snapshot that a client sees is made here; what they refer
 * to lives in {@code org.rtm.impl.table}.
 */
package org.rtm.impl.entity;
