package org.rtm.shell.source;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;

/** All that a file gives, read to its end. */
record Reading(
        List<SourceRoute> routes,
        List<String> problems,
        Map<String, Long> skipped,
        Optional<String> cutShort) {

    static Reading of(String text) throws IOException {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    static Reading of(byte[] file) throws IOException {
        Content content = Content.of(new ByteArrayInputStream(file), file.length);
        List<String> problems = new ArrayList<>();
        return toEnd(
                RouteFile.open(Path.of("routes"), content, p -> problems.add(p.toString())),
                problems);
    }

    static Reading of(Path file) throws IOException {
        List<String> problems = new ArrayList<>();
        return toEnd(RouteFile.open(file, p -> problems.add(p.toString())), problems);
    }

    private static Reading toEnd(RouteSource source, List<String> problems) {
        try (source) {
            List<SourceRoute> routes = new ArrayList<>();
            Optional<SourceRoute> route = source.next();
            while (route.isPresent()) {
                routes.add(route.get());
                route = source.next();
            }
            return new Reading(routes, problems, source.skipped(), source.cutShort());
        }
    }

    List<String> prefixes() {
        return routes.stream().map(route -> route.prefix().toString()).toList();
    }

    static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream stored = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(stored)) {
            gzip.write(content);
        }
        return stored.toByteArray();
    }

    static byte[] bzip2(byte[] content) throws IOException {
        ByteArrayOutputStream stored = new ByteArrayOutputStream();
        try (BZip2CompressorOutputStream bzip2 = new BZip2CompressorOutputStream(stored, 1)) {
            bzip2.write(content);
        }
        return stored.toByteArray();
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            whole.writeBytes(part);
        }
        return whole.toByteArray();
    }
}
