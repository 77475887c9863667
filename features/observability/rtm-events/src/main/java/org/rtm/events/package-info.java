/** What happens in the tables, as events of the OSGi Event Admin. */
package org.rtm.events;
