/** The router's bundles, in the forms in which those with frameworks of their own take them. */
package org.rtm.distribution;
