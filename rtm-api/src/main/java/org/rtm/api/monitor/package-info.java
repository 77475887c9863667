/**
 * What operators read of a running RTM: instances, tables, entities and registrations for changes,
 * in figures. Only read-only values may enter; nothing here is a handle.
 */
@Export
@Version("1.0.0")
package org.rtm.api.monitor;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
