package org.rtm.conformance;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Which of the codes that the reference documents for the function a test shows, as {@code
 * RtmStatus} or in its Java form.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@interface ReturnCodes {
    String[] value();
}
