package org.rtm.webconsole;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who gets into the web console. */
class LoopbackSecurityTest {
    private static final String HASH = RouterWithConsole.HASH;
    private static final String RIGHT = basic("rtm", RouterWithConsole.PASSWORD);

    private final Map<String, String> headers = new HashMap<>(Map.of("Host", "127.0.0.1:8080"));
    private String localAddress = "127.0.0.1";
    private String method = "GET";
    private Runnable whileAsked = () -> {};
    private final StringWriter body = new StringWriter();
    private int status = 200;
    private final Map<String, String> answered = new HashMap<>();

    @Test
    void the_configured_user_gets_in_with_the_password() {
        headers.put("Authorization", RIGHT);

        assertThat(authenticate(security(HASH, false))).isEqualTo("rtm");
        assertThat(status).isEqualTo(200);
    }

    @Test
    void without_a_password_nobody_gets_in() {
        headers.put("Authorization", basic("rtm", ""));

        assertThat(authenticate(security("", false))).isNull();
        assertThat(status).isEqualTo(403);
        assertThat(body.toString())
                .contains(
                        "the web console has no password yet, so nobody gets in; put what 'openssl passwd -6' prints into the configuration org.rtm.webconsole as password.hash");
    }

    @Test
    void a_password_in_plain_text_is_no_hash_and_lets_nobody_in() {
        headers.put("Authorization", basic("rtm", "secret"));

        assertThat(authenticate(security("secret", false))).isNull();
        assertThat(status).isEqualTo(403);
        assertThat(body.toString())
                .contains(
                        "password.hash of the configuration org.rtm.webconsole is no hash of a password; allowed is what 'openssl passwd -6' prints, which begins with $6$")
                .doesNotContain("secret");
    }

    @Test
    void a_wrong_user_or_password_is_asked_again() {
        for (String wrong :
                new String[] {
                    basic("rtm", "admin"),
                    basic("admin", RouterWithConsole.PASSWORD),
                    basic("rtm", ""),
                    "Basic %%%",
                    "Basic " + base64("rtm"),
                    "Bearer " + base64("rtm:" + RouterWithConsole.PASSWORD)
                }) {
            headers.put("Authorization", wrong);

            assertThat(authenticate(security(HASH, false))).as(wrong).isNull();
            assertThat(status).isEqualTo(401);
            assertThat(answered.get("WWW-Authenticate")).startsWith("Basic realm=");
            assertThat(body.toString()).contains("the web console wants its user and password");
        }
    }

    @Test
    void a_request_to_an_address_of_the_network_is_refused_even_with_the_password() {
        headers.put("Authorization", RIGHT);
        localAddress = "192.0.2.1";

        assertThat(authenticate(security(HASH, true))).isNull();
        assertThat(status).isEqualTo(403);
        assertThat(body.toString())
                .contains(
                        "the web console answers on this machine only, and this request came to 192.0.2.1; use 127.0.0.1, from elsewhere through 'ssh -L'");

        localAddress = "::1";
        assertThat(authenticate(security(HASH, true))).isEqualTo("rtm");
    }

    @Test
    void a_request_to_no_address_is_refused_as_it_may_have_come_to_any() {
        headers.put("Authorization", RIGHT);
        for (String none : new String[] {null, "", " "}) {
            localAddress = none;

            assertThat(authenticate(security(HASH, true))).as("'%s'", none).isNull();
            assertThat(status).isEqualTo(403);
        }
    }

    @Test
    void only_reading_is_allowed_unless_configured() {
        headers.put("Authorization", RIGHT);
        method = "POST";

        assertThat(authenticate(security(HASH, false))).isNull();
        assertThat(status).isEqualTo(403);
        assertThat(body.toString())
                .contains(
                        "the web console is for reading only; to change that set writable=true in the configuration org.rtm.webconsole");

        assertThat(authenticate(security(HASH, true))).isEqualTo("rtm");
    }

    @Test
    void a_page_of_another_site_changes_nothing_with_the_password_that_the_browser_knows() {
        LoopbackSecurity security = security(HASH, true);
        headers.put("Authorization", RIGHT);
        method = "POST";
        for (String elsewhere :
                new String[] {"https://example.org", "null", "http://127.0.0.1:9", "::"}) {
            headers.put("Origin", elsewhere);

            assertThat(authenticate(security)).as(elsewhere).isNull();
            assertThat(status).isEqualTo(403);
            assertThat(body.toString())
                    .contains(
                            "a page of %s asked for a change; only the web console's own pages may"
                                    .formatted(elsewhere));
        }

        headers.put("Origin", "http://127.0.0.1:8080");
        assertThat(authenticate(security)).isEqualTo("rtm");
    }

    @Test
    void who_logs_out_is_asked_for_the_password_again() {
        security(HASH, false).logout(request(), response());

        assertThat(status).isEqualTo(401);
        assertThat(answered.get("WWW-Authenticate")).startsWith("Basic realm=");
        assertThat(body.toString()).contains("logged out");
    }

    @Test
    void another_password_ends_what_the_one_before_allowed() {
        LoopbackSecurity security = security(HASH, false);
        headers.put("Authorization", RIGHT);
        assertThat(authenticate(security)).isEqualTo("rtm");

        security.configure(configuration(HASH.replace("$Xh2vQ9pLmN4r$", "$another$"), false));

        assertThat(authenticate(security)).isNull();
        assertThat(status).isEqualTo(401);
    }

    @Test
    void a_password_that_is_looked_at_while_another_comes_lets_nobody_in_afterwards() {
        LoopbackSecurity security = security(HASH, false);
        headers.put("Authorization", RIGHT);
        whileAsked =
                () ->
                        security.configure(
                                configuration(HASH.replace("$Xh2vQ9pLmN4r$", "$another$"), false));

        authenticate(security);
        whileAsked = () -> {};

        assertThat(authenticate(security)).isNull();
        assertThat(status).isEqualTo(401);
    }

    private static LoopbackSecurity security(String hash, boolean writable) {
        return new LoopbackSecurity(configuration(hash, writable));
    }

    private static WebConsoleConfiguration configuration(String hash, boolean writable) {
        Map<String, Object> values =
                Map.of("user", "rtm", "password_hash", hash, "writable", writable);
        return (WebConsoleConfiguration)
                Proxy.newProxyInstance(
                        LoopbackSecurityTest.class.getClassLoader(),
                        new Class<?>[] {WebConsoleConfiguration.class},
                        (proxy, called, arguments) -> values.get(called.getName()));
    }

    private static String basic(String user, String password) {
        return "Basic " + base64(user + ":" + password);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private Object authenticate(LoopbackSecurity security) {
        status = 200;
        return security.authenticate(request(), response());
    }

    private HttpServletRequest request() {
        return servlet(
                HttpServletRequest.class,
                (called, argument) ->
                        switch (called) {
                            case "getLocalAddr" -> localAddress;
                            case "getMethod" -> method;
                            case "getHeader" -> {
                                whileAsked.run();
                                yield headers.get(argument);
                            }
                            default -> throw new UnsupportedOperationException(called);
                        });
    }

    private HttpServletResponse response() {
        return servlet(
                HttpServletResponse.class,
                (called, argument) -> {
                    switch (called) {
                        case "setStatus" -> status = (Integer) argument;
                        case "getWriter" -> {
                            return new PrintWriter(body, true);
                        }
                        case "flushBuffer", "setContentType" -> {}
                        default -> throw new UnsupportedOperationException(called);
                    }
                    return null;
                });
    }

    private interface Answer {
        Object to(String called, Object argument);
    }

    private <T> T servlet(Class<T> type, Answer answer) {
        return type.cast(
                Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (proxy, called, arguments) -> {
                            if (called.getName().equals("setHeader")) {
                                answered.put((String) arguments[0], (String) arguments[1]);
                                return null;
                            }
                            return answer.to(
                                    called.getName(), arguments == null ? null : arguments[0]);
                        }));
    }
}
