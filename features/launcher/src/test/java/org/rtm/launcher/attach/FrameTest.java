package org.rtm.launcher.attach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FrameTest {
    @TempDir private Path folder;
    private FileChannel channel;

    @BeforeEach
    void open() throws IOException {
        channel =
                FileChannel.open(
                        folder.resolve("frames"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
    }

    @AfterEach
    void close() throws IOException {
        channel.close();
    }

    @Test
    void frames_are_read_as_they_were_written() throws IOException {
        Frame.of(Frame.Kind.LINE, "echo ü").write(channel);
        Frame.of(Frame.Kind.DONE, 130).write(channel);
        channel.position(0);

        Frame line = Frame.read(channel);
        Frame done = Frame.read(channel);

        assertThat(line.kind()).isEqualTo(Frame.Kind.LINE);
        assertThat(line.text()).isEqualTo("echo ü");
        assertThat(done.kind()).isEqualTo(Frame.Kind.DONE);
        assertThat(done.number()).isEqualTo(130);
    }

    @Test
    void the_end_of_the_connection_is_told_from_a_frame() {
        assertThatThrownBy(() -> Frame.read(channel)).isInstanceOf(EOFException.class);
    }

    @Test
    void a_frame_that_breaks_off_is_an_end_too() throws IOException {
        Frame.of(Frame.Kind.OUT, "hello").write(channel);
        channel.truncate(channel.size() - 1);
        channel.position(0);

        assertThatThrownBy(() -> Frame.read(channel)).isInstanceOf(EOFException.class);
    }

    @Test
    void what_is_no_frame_is_refused_before_its_content_is_read() throws IOException {
        channel.write(ByteBuffer.allocate(5).put((byte) 99).putInt(1).flip(), 0);
        assertThatThrownBy(() -> Frame.read(channel)).hasMessage("not a frame: kind 99, length 1");

        channel.write(ByteBuffer.allocate(5).put((byte) 0).putInt(Integer.MAX_VALUE).flip(), 0);
        channel.position(0);
        assertThatThrownBy(() -> Frame.read(channel))
                .hasMessage("not a frame: kind 0, length 2147483647");
    }

    @Test
    void a_text_where_a_number_belongs_is_refused() {
        assertThatThrownBy(() -> Frame.of(Frame.Kind.COLUMNS, "wide").number())
                .isInstanceOf(IOException.class)
                .hasMessage("not a number: wide");
    }
}
