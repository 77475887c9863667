/**
 * Change notification and next-hop tracking: how a registered entity asks to be told of changes,
 * and learns what changed. Only what such a client names may enter. The rules of {@code
 * org.rtm.api} hold here too.
 */
@Export
@Version("1.0.0")
package org.rtm.api.notify;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
