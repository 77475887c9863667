package org.rtm.webconsole;

import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import java.lang.annotation.Retention;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A test that needs a browser, and is skipped where there is none. */
@Target(METHOD)
@Retention(RUNTIME)
@Test
@ExtendWith(BrowserCondition.class)
@interface InBrowser {}
