package org.rtm.protocol.statics;

/**
 * A configuration that makes no route. The message names the property, the value, and what is
 * allowed.
 */
final class WrongValue extends Exception {
    private static final long serialVersionUID = 1L;

    WrongValue(String format, Object... arguments) {
        super(format.formatted(arguments));
    }
}
