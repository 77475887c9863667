/** Tests that run inside a framework: how our bundles find each other, leave, and come back. */
package org.rtm.itest;
