/** The Gogo commands of scope {@code rtm}, each a thin layer over the API. */
package org.rtm.shell;
