package org.rtm.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeTest {
    @TempDir private Path folder;

    @Test
    void the_sockets_folder_is_closed_to_others_even_where_it_was_open() throws Exception {
        Home home = new Home(folder.resolve("home"));
        Files.createDirectories(home.socket().getParent());
        Files.setPosixFilePermissions(
                home.socket().getParent(), PosixFilePermissions.fromString("rwxrwxrwx"));

        home.prepare();

        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(home.socket().getParent())))
                .isEqualTo("rwx------");
    }

    @Test
    void a_home_that_is_a_file_is_refused() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");

        assertThatThrownBy(() -> new Home(file).prepare())
                .isInstanceOf(Refusal.class)
                .hasMessage(
                        "cannot use '%s' as the router's home: a file that is not a folder is in the way",
                        file);
    }

    @Test
    void a_home_too_deep_for_a_socket_is_refused_with_the_limit() {
        Home home = new Home(Path.of("/" + "x".repeat(100)));

        assertThatThrownBy(home::prepare)
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(home.socket().toString())
                .hasMessageContaining("112 bytes, and 103 is the limit");
    }
}
