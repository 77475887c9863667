package org.rtm.launcher;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.osgi.framework.launch.FrameworkFactory;

/** What a router is made of: its bundles, its frameworks, its settings. */
record Assembly(Path directory) {
    /** The folder that {@code ./rtm} names, or what the launcher's own jar has in it, unpacked. */
    static Assembly locate(Home home) throws Refusal {
        String directory = System.getProperty("rtm.assembly");
        if (directory != null) {
            return new Assembly(Path.of(directory));
        }
        try {
            unpack(jar(), home.assembly());
        } catch (IOException failure) {
            throw new Refusal("cannot unpack into '%s'".formatted(home.assembly()), failure);
        }
        return new Assembly(home.assembly());
    }

    private static Path jar() {
        try {
            return Path.of(
                    Assembly.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static void unpack(Path jar, Path folder) throws IOException, Refusal {
        try (FileSystem content = FileSystems.newFileSystem(jar)) {
            Path packed = content.getPath("/assembly");
            if (Files.notExists(packed)) {
                throw new Refusal(
                        "the system property rtm.assembly must name the folder of the router's bundles");
            }
            delete(folder);
            for (Path file : tree(packed)) {
                Files.copy(file, folder.resolve(packed.relativize(file).toString()));
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            List<Path> files = new ArrayList<>(tree(folder));
            files.sort(Comparator.reverseOrder());
            for (Path file : files) {
                Files.delete(file);
            }
        }
    }

    private static List<Path> tree(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.toList();
        }
    }

    Path settings() {
        return directory.resolve("router.properties");
    }

    List<Path> bundles() throws Refusal {
        return list(directory.resolve("router"));
    }

    /** The settings of one of Gogo's shells. */
    Path shell(String name) {
        return directory.resolve(name);
    }

    /** The framework of this name, or the usual one where none is asked for. */
    FrameworkFactory framework(Optional<String> asked, String usual) throws Refusal {
        List<Path> folders = list(directory.resolve("framework"));
        List<String> names = folders.stream().map(Assembly::name).toList();
        String name = asked.orElse(names.contains(usual) ? usual : names.get(0));
        if (!names.contains(name)) {
            throw new Refusal(
                    "there is no framework '%s' here, but: %s"
                            .formatted(name, String.join(", ", names)));
        }
        return load(list(folders.get(names.indexOf(name))));
    }

    private static FrameworkFactory load(List<Path> jars) {
        URL[] urls = jars.stream().map(Assembly::url).toArray(URL[]::new);
        // For as long as the process: the framework loads its classes with it.
        ClassLoader loader = new URLClassLoader(urls, Assembly.class.getClassLoader());
        return ServiceLoader.load(FrameworkFactory.class, loader)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no OSGi framework: " + jars));
    }

    private static URL url(Path file) {
        try {
            return file.toUri().toURL();
        } catch (MalformedURLException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }

    private static List<Path> list(Path folder) throws Refusal {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException failure) {
            throw new Refusal("cannot read '%s'".formatted(folder), failure);
        }
    }
}
