package org.rtm.webconsole;

import static jakarta.servlet.http.HttpServletResponse.SC_FORBIDDEN;
import static jakarta.servlet.http.HttpServletResponse.SC_UNAUTHORIZED;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.commons.codec.digest.Sha2Crypt;
import org.apache.felix.webconsole.spi.SecurityProvider;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;

/**
 * Lets one user into the Web Console, from this machine, once a password is configured: to look,
 * and to change things only where that is configured too.
 */
@Component(
        service = SecurityProvider.class,
        configurationPid = WebConsoleConfiguration.PID,
        property = SecurityProvider.PROPERTY_ID + "=rtm")
@Designate(ocd = WebConsoleConfiguration.class)
public final class LoopbackSecurity implements SecurityProvider {
    private static final Set<String> READING = Set.of("GET", "HEAD");
    private static final Pattern SHA512_CRYPT =
            Pattern.compile("\\$6\\$(rounds=\\d{1,9}\\$)?[./0-9A-Za-z]{1,16}\\$[./0-9A-Za-z]{86}");
    private static final String BASIC = "Basic ";

    /** One configuration, and whom it has let in: what another one allowed goes with it. */
    private static final class Settings {
        private final String user;
        private final String passwordHash;
        private final boolean writable;

        /**
         * The digest of the credentials that were right last, so that not each request costs a
         * hash.
         */
        private volatile byte[] accepted = {};

        Settings(WebConsoleConfiguration configuration) {
            user = configuration.user();
            passwordHash = configuration.password_hash().strip();
            writable = configuration.writable();
        }
    }

    private volatile Settings settings;

    @Activate
    public LoopbackSecurity(WebConsoleConfiguration configuration) {
        configure(configuration);
    }

    @Modified
    public void configure(WebConsoleConfiguration configuration) {
        settings = new Settings(configuration);
    }

    @Override
    public Object authenticate(HttpServletRequest request, HttpServletResponse response) {
        Settings current = settings;
        if (!isLoopback(request.getLocalAddr())) {
            return refuse(
                    response,
                    SC_FORBIDDEN,
                    "the web console answers on this machine only, and this request came to %s; use 127.0.0.1, from elsewhere through 'ssh -L'"
                            .formatted(request.getLocalAddr()));
        }
        if (current.passwordHash.isEmpty()) {
            return refuse(
                    response,
                    SC_FORBIDDEN,
                    "the web console has no password yet, so nobody gets in; put what 'openssl passwd -6' prints into the configuration %s as password.hash"
                            .formatted(WebConsoleConfiguration.PID));
        }
        if (!SHA512_CRYPT.matcher(current.passwordHash).matches()) {
            return refuse(
                    response,
                    SC_FORBIDDEN,
                    "password.hash of the configuration %s is no hash of a password; allowed is what 'openssl passwd -6' prints, which begins with $6$"
                            .formatted(WebConsoleConfiguration.PID));
        }
        if (!isUser(request.getHeader("Authorization"), current)) {
            response.setHeader(
                    "WWW-Authenticate", "Basic realm=\"RTM web console\", charset=\"UTF-8\"");
            return refuse(response, SC_UNAUTHORIZED, "the web console wants its user and password");
        }
        if (!READING.contains(request.getMethod())) {
            if (!current.writable) {
                return refuse(
                        response,
                        SC_FORBIDDEN,
                        "the web console is for reading only; to change that set writable=true in the configuration %s"
                                .formatted(WebConsoleConfiguration.PID));
            }
            if (comesFromElsewhere(request)) {
                return refuse(
                        response,
                        SC_FORBIDDEN,
                        "a page of %s asked for a change; only the web console's own pages may"
                                .formatted(request.getHeader("Origin")));
            }
        }
        return current.user;
    }

    private static boolean isLoopback(String address) {
        // InetAddress takes no address for the loopback, where a server takes it for all there are.
        if (address == null || address.isBlank()) {
            return false;
        }
        try {
            // An address and not a name: nobody is asked.
            return InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException noAddress) {
            return false;
        }
    }

    private boolean isUser(String authorization, Settings current) {
        if (authorization == null || !authorization.startsWith(BASIC)) {
            return false;
        }
        byte[] digest = digest(authorization);
        return MessageDigest.isEqual(digest, current.accepted)
                || isRight(authorization, digest, current);
    }

    /** One at a time: who guesses passwords keeps no more than one processor busy. */
    private synchronized boolean isRight(String authorization, byte[] digest, Settings current) {
        Optional<String> credentials = decode(authorization.substring(BASIC.length()));
        if (credentials.isEmpty()) {
            return false;
        }
        int colon = credentials.get().indexOf(':');
        if (colon < 0) {
            return false;
        }
        byte[] password = bytes(credentials.get().substring(colon + 1));
        String hash = Sha2Crypt.sha512Crypt(password, current.passwordHash);
        boolean right =
                MessageDigest.isEqual(bytes(hash), bytes(current.passwordHash))
                        & MessageDigest.isEqual(
                                bytes(credentials.get().substring(0, colon)), bytes(current.user));
        if (right) {
            current.accepted = digest;
        }
        return right;
    }

    private static Optional<String> decode(String base64) {
        try {
            return Optional.of(
                    new String(Base64.getDecoder().decode(base64.strip()), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] digest(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes(text));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** A browser sends the password it knows along with what any other site's page asks for. */
    private static boolean comesFromElsewhere(HttpServletRequest request) {
        String origin = request.getHeader("Origin");
        if (origin == null) {
            return false;
        }
        try {
            String authority = URI.create(origin).getAuthority();
            return authority == null || !authority.equals(request.getHeader("Host"));
        } catch (IllegalArgumentException noOrigin) {
            return true;
        }
    }

    private static Object refuse(HttpServletResponse response, int status, String reason) {
        response.setStatus(status);
        response.setContentType("text/plain;charset=UTF-8");
        response.setHeader("X-Content-Type-Options", "nosniff");
        try {
            response.getWriter().println(reason);
            response.flushBuffer();
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
        return null;
    }

    @Override
    public boolean authorize(Object user, String role) {
        return true;
    }

    @Override
    public void logout(HttpServletRequest request, HttpServletResponse response) {
        // The password is the browser's to forget: there is no session here.
        response.setHeader(
                "WWW-Authenticate", "Basic realm=\"RTM web console\", charset=\"UTF-8\"");
        refuse(response, SC_UNAUTHORIZED, "logged out");
    }
}
