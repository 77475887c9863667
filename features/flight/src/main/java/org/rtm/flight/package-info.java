/**
 * Events for recordings of Java Flight Recorder, made so that they work in bundles and cost nothing
 * while nobody records.
 */
package org.rtm.flight;
