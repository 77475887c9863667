/**
 * One test class for each function of RTMv2, named after it: each code that the function's
 * reference documents, each remark, and what the reference leaves open as this project decided it.
 * They see nothing but the API, and run wherever a {@link org.rtm.conformance.Platform} is: in the
 * plain virtual machine with the table's and the notifier's own tests, and as a bundle in real
 * frameworks.
 *
 * <p>In here: these classes, and what they need to say so in few words.
 */
package org.rtm.conformance;
