/**
 * What operators read of a running RTM: instances, tables, entities, registrations for changes,
 * holds, locks and handles. Only read-only values may enter; nothing here is a handle.
 */
@Export
@Version("1.1.0")
package org.rtm.api.monitor;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
