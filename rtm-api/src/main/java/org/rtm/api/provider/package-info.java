/**
 * What one provider of the RTM does for another: the contract between the table and what tells of
 * its changes. Not for clients. Only what has an implementation on one side and a caller on the
 * other may enter.
 */
@Export
@Version("1.1.0")
package org.rtm.api.provider;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
