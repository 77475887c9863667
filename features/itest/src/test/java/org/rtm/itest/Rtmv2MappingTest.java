package org.rtm.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** That docs/rtmv2-mapping.md leaves out no name of RTMv2 and says nothing that is not there. */
class Rtmv2MappingTest {
    private static final String MAPPING = "docs/rtmv2-mapping.md";
    private static final String NOTHING = "—";

    /** How the types of the API tell the number that RTMv2 uses. */
    private static final List<String> NUMBER_ACCESSORS =
            List.of("number", "bits", "mask", "flag", "id");

    private static final List<Row> ROWS = rows();

    private record Row(
            int line,
            List<String> names,
            List<String> elements,
            String remark,
            List<String> tests,
            String mark) {
        boolean isOpen() {
            return mark.equals("open");
        }

        boolean hasElement() {
            return !elements.isEmpty();
        }
    }

    @Test
    void every_name_of_rtmv2_has_one_row() {
        Set<String> expected = numbersByName().keySet();

        List<String> named = ROWS.stream().flatMap(row -> row.names().stream()).toList();

        assertThat(named).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void every_java_element_exists() {
        List<String> missing =
                described(
                        row ->
                                Stream.concat(
                                                row.elements().stream(),
                                                Repository.named(row.remark()).stream()
                                                        .filter(named -> named.contains("#")))
                                        .filter(element -> !exists(element)));

        assertThat(missing).isEmpty();
    }

    @Test
    void every_constant_has_the_number_of_rtmv2() {
        Map<String, Optional<Integer>> numbers = numbersByName();

        List<String> wrong =
                described(
                        row ->
                                row.names().stream()
                                        .filter(name -> numbers.get(name).isPresent())
                                        .filter(
                                                name ->
                                                        !Set.of(numbers.get(name).get())
                                                                .equals(numbersOf(row))));

        assertThat(wrong).isEmpty();
    }

    @Test
    void every_test_named_exists() {
        Map<String, String> tests = Repository.tests();

        List<String> missing =
                described(
                        row ->
                                row.tests().stream()
                                        .filter(test -> !Repository.isTest(tests, test)));

        assertThat(missing).isEmpty();
    }

    @Test
    void a_row_without_a_test_is_open_or_says_why_nothing_corresponds() {
        List<String> unexplained =
                ROWS.stream()
                        .filter(
                                row ->
                                        row.hasElement()
                                                ? row.tests().isEmpty() && !row.isOpen()
                                                : row.remark().isEmpty() || row.isOpen())
                        .map(Row::toString)
                        .toList();

        assertThat(unexplained).isEmpty();
        assertThat(ROWS).extracting(Row::mark).isSubsetOf("", "open");
        System.out.printf(
                "%s: %d rows, %d open%n",
                MAPPING, ROWS.size(), ROWS.stream().filter(Row::isOpen).count());
    }

    /** Says of each row what is wrong in it. */
    private static List<String> described(Function<Row, Stream<String>> problems) {
        return ROWS.stream()
                .flatMap(row -> problems.apply(row).map(it -> "line " + row.line() + ": " + it))
                .toList();
    }

    private static boolean exists(String element) {
        try {
            Class<?> type = type(element);
            String member = member(element);
            return member.isEmpty()
                    || Stream.of(type.getMethods()).map(Method::getName).anyMatch(member::equals)
                    || Stream.of(type.getFields()).map(Field::getName).anyMatch(member::equals);
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    /** The numbers of all constants that a row names. */
    private static Set<Integer> numbersOf(Row row) {
        Set<Integer> numbers = new HashSet<>();
        try {
            for (String element : row.elements()) {
                String member = member(element);
                for (Field field : type(element).getFields()) {
                    if (field.getName().equals(member) && Modifier.isStatic(field.getModifiers())) {
                        number(field.get(null)).ifPresent(numbers::add);
                    }
                }
            }
        } catch (ReflectiveOperationException e) {
            throw new AssertionError("line " + row.line(), e);
        }
        return numbers;
    }

    private static Optional<Integer> number(Object constant) throws ReflectiveOperationException {
        if (constant instanceof Integer number) {
            return Optional.of(number);
        }
        for (Method method : constant.getClass().getMethods()) {
            if (NUMBER_ACCESSORS.contains(method.getName())
                    && method.getParameterCount() == 0
                    && method.getReturnType() == int.class) {
                return Optional.of((Integer) method.invoke(constant));
            }
        }
        return Optional.empty();
    }

    private static Class<?> type(String element) throws ClassNotFoundException {
        return Class.forName("org.rtm.api." + element.split("#", 2)[0]);
    }

    private static String member(String element) {
        return element.contains("#") ? element.split("#", 2)[1] : "";
    }

    /** The names of RTMv2, with their numbers where Java has them too. */
    private static Map<String, Optional<Integer>> numbersByName() {
        Map<String, Optional<Integer>> numbers = new TreeMap<>();
        for (String line : Repository.lines("features/itest/src/test/resources/rtmv2-names.txt")) {
            if (!line.startsWith("#")) {
                String[] parts = line.split(" ");
                Optional<Integer> number =
                        parts.length == 1
                                ? Optional.empty()
                                : Optional.of(Long.decode(parts[1]).intValue());
                assertThat(numbers.put(parts[0], number)).as(line).isNull();
            }
        }
        return numbers;
    }

    /**
     * The rows of all tables: names of RTMv2, Java elements, remark, tests, mark; without the first
     * of these in the table of what is beyond RTMv2.
     */
    private static List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        List<String> lines = Repository.lines(MAPPING);
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).startsWith("| `")) {
                continue;
            }
            List<String> cells = new ArrayList<>(Repository.cells(lines.get(i)));
            if (cells.size() == 4) {
                cells.add(0, "");
            }
            assertThat(cells).as("cells in line %d of %s", i + 1, MAPPING).hasSize(5);
            List<String> elements = Repository.named(cells.get(1));
            assertThat(elements.isEmpty())
                    .as("nothing corresponds in line %d of %s", i + 1, MAPPING)
                    .isEqualTo(cells.get(1).equals(NOTHING));
            rows.add(
                    new Row(
                            i + 1,
                            Repository.named(cells.get(0)),
                            elements,
                            cells.get(2),
                            Repository.named(cells.get(3)),
                            cells.get(4)));
        }
        return rows;
    }
}
