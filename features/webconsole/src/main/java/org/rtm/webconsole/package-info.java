/**
 * The routing table in the Apache Felix Web Console: a page to look into tables, entities and
 * changes, and who may see it.
 */
package org.rtm.webconsole;
