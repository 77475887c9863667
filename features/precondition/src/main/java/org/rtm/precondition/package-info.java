/**
 * What a test needs besides the project. Where it cannot be had the test is skipped, with the
 * reason, or fails if it is required.
 */
package org.rtm.precondition;
