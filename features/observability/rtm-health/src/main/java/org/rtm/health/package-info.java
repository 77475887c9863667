/** Whether a router is well, as Felix Health Checks. */
package org.rtm.health;
