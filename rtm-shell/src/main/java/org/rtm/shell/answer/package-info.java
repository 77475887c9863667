/** What commands answer: values that a script can use, without handles. */
package org.rtm.shell.answer;
