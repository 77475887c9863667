/** The interfaces of this host: when to look at them again. */
@Export
@Version("1.0.0")
package org.rtm.api.link;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
