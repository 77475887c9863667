package org.rtm.shell;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.rtm.api.monitor.EntityStatus;
import org.rtm.api.monitor.NotificationMonitor;
import org.rtm.api.monitor.NotificationStatus;
import org.rtm.shell.answer.EntityLists;
import org.rtm.shell.answer.Handles;
import org.rtm.shell.answer.Holds;
import org.rtm.shell.answer.InstanceTable;
import org.rtm.shell.answer.Locks;
import org.rtm.shell.answer.Notifications;
import org.rtm.shell.entity.ShellEntities;

/**
 * The commands that show what is under way: what is held, locked, waited for, and not given back.
 */
@Component(service = StateCommands.class)
@GogoCommand(
        scope = "rtm",
        function = {"notifications", "holds", "locks", "lists", "handles"})
public final class StateCommands {
    private static final Command NOTIFICATIONS =
            new Command("rtm:notifications", "[-i INSTANCE] [-4] [-6] [--json]");
    private static final Command HOLDS =
            new Command("rtm:holds", "[-i INSTANCE] [-4] [-6] [--json]");
    private static final Command LOCKS =
            new Command("rtm:locks", "[-i INSTANCE] [-4] [-6] [--json]");
    private static final Command LISTS =
            new Command("rtm:lists", "[-i INSTANCE] [-4] [-6] [--json]");
    private static final Command HANDLES =
            new Command("rtm:handles", "[-i INSTANCE] [-4] [-6] [--json] [ENTITY]");

    /** As help lists them. */
    static final List<Command> COMMANDS = List.of(NOTIFICATIONS, HOLDS, LOCKS, LISTS, HANDLES);

    /** A leak shows in the first ones. */
    private static final int MOST_HANDLES = 10;

    private final ShellEntities entities;
    private volatile NotificationMonitor notifier;

    @Activate
    public StateCommands(@Reference ShellEntities entities) {
        this.entities = entities;
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    public void setNotifier(NotificationMonitor newNotifier) {
        notifier = newNotifier;
    }

    public void unsetNotifier(NotificationMonitor oldNotifier) {
        if (notifier == oldNotifier) {
            notifier = null;
        }
    }

    @Descriptor("show who is told of changes, the one that has waited longest to fetch them first")
    public Notifications notifications(
            @Descriptor("of this instance (default: all)")
                    @Parameter(
                            names = {"-i", "--instance"},
                            absentValue = "")
                    String instance,
            @Descriptor("IPv4 only")
                    @Parameter(
                            names = {"-4", "--ipv4"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean ipv4,
            @Descriptor("IPv6 only")
                    @Parameter(
                            names = {"-6", "--ipv6"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean ipv6,
            @Descriptor("as JSON")
                    @Parameter(
                            names = {"--json"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean json,
            @Descriptor("none") String... arguments) {
        return NOTIFICATIONS.run(
                json,
                () -> {
                    NOTIFICATIONS.noArguments(arguments);
                    List<InstanceTable> tables = Arguments.tables(entities, instance, ipv4, ipv6);
                    NotificationMonitor current = notifier;
                    if (current == null) {
                        throw WatchCommand.nobodyTells();
                    }
                    return new Notifications(
                            current.registrations().stream()
                                    .filter(
                                            registration ->
                                                    tables.stream()
                                                            .anyMatch(
                                                                    table ->
                                                                            isOf(
                                                                                    registration,
                                                                                    table)))
                                    .sorted(
                                            Comparator.comparing(
                                                            (NotificationStatus status) ->
                                                                    status.oldest()
                                                                            .orElse(Duration.ZERO))
                                                    .thenComparing(NotificationStatus::pending)
                                                    .reversed())
                                    .toList());
                });
    }

    private static boolean isOf(NotificationStatus registration, InstanceTable table) {
        return registration.entity().family() == table.status().family()
                && registration.entity().instance().orElse(0) == table.instance();
    }

    @Descriptor("show the destinations that are held down, and those that are marked for it")
    public Holds holds(
            @Descriptor("of this instance (default: all)")
                    @Parameter(
                            names = {"-i", "--instance"},
                            absentValue = "")
                    String instance,
            @Descriptor("IPv4 only")
                    @Parameter(
                            names = {"-4", "--ipv4"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean ipv4,
            @Descriptor("IPv6 only")
                    @Parameter(
                            names = {"-6", "--ipv6"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean ipv6,
            @Descriptor("as JSON")
                    @Parameter(
                            names = {"--json"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean json,
            @Descriptor("none") String... arguments) {
        return HOLDS.run(
                json,
                () -> {
                    HOLDS.noArguments(arguments);
                    return new Holds(
                            Arguments.tables(entities, instance, ipv4, ipv6).stream()
                                    .flatMap(this::holds)
                                    .toList());
                });
    }

    private Stream<Holds.TableHold> holds(InstanceTable table) {
        return entities.monitor().holds(table.instance(), table.status().family()).stream()
                .map(hold -> new Holds.TableHold(table.instance(), table.status().family(), hold));
    }

    @Descriptor("show what is locked, by whom, and for how long at the most")
    public Locks locks(
            @Descriptor("of this instance (default: all)")
                    @Parameter(
                            names = {"-i", "--instance"},
                            absentValue = "")
                    String instance,
            @Descriptor("IPv4 only")
                    @Parameter(
                            names = {"-4", "--ipv4"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean ipv4,
            @Descriptor("IPv6 only")
                    @Parameter(
                            names = {"-6", "--ipv6"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean ipv6,
            @Descriptor("as JSON")
                    @Parameter(
                            names = {"--json"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean json,
            @Descriptor("none") String... arguments) {
        return LOCKS.run(
                json,
                () -> {
                    LOCKS.noArguments(arguments);
                    return new Locks(
                            Arguments.tables(entities, instance, ipv4, ipv6).stream()
                                    .flatMap(this::locks)
                                    .toList());
                });
    }

    private Stream<Locks.TableLock> locks(InstanceTable table) {
        return entities.monitor().locks(table.instance(), table.status().family()).stream()
                .map(lock -> new Locks.TableLock(table.instance(), table.status().family(), lock));
    }

    @Descriptor("show the lists that entities keep of their routes")
    public EntityLists lists(
            @Descriptor("of this instance (default: all)")
                    @Parameter(
                            names = {"-i", "--instance"},
                            absentValue = "")
                    String instance,
            @Descriptor("IPv4 only")
                    @Parameter(
                            names = {"-4", "--ipv4"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean ipv4,
            @Descriptor("IPv6 only")
                    @Parameter(
                            names = {"-6", "--ipv6"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean ipv6,
            @Descriptor("as JSON")
                    @Parameter(
                            names = {"--json"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean json,
            @Descriptor("none") String... arguments) {
        return LISTS.run(
                json,
                () -> {
                    LISTS.noArguments(arguments);
                    return new EntityLists(
                            Arguments.tables(entities, instance, ipv4, ipv6).stream()
                                    .flatMap(table -> table.status().entities().stream())
                                    .flatMap(StateCommands::lists)
                                    .toList());
                });
    }

    private static Stream<EntityLists.OneList> lists(EntityStatus entity) {
        List<Integer> sizes = entity.routeLists();
        return IntStream.range(0, sizes.size())
                .mapToObj(i -> new EntityLists.OneList(entity.info(), i + 1, sizes.get(i)));
    }

    @Descriptor(
            "show the handles that entities have not given back; the oldest, and where they were taken, if the instance is configured to track handles")
    public Handles handles(
            @Descriptor("of this instance (default: all)")
                    @Parameter(
                            names = {"-i", "--instance"},
                            absentValue = "")
                    String instance,
            @Descriptor("IPv4 only")
                    @Parameter(
                            names = {"-4", "--ipv4"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean ipv4,
            @Descriptor("IPv6 only")
                    @Parameter(
                            names = {"-6", "--ipv6"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean ipv6,
            @Descriptor("as JSON")
                    @Parameter(
                            names = {"--json"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean json,
            @Descriptor(
                            "of this entity, by its identity or name, for example RIP-1; without it, of all")
                    String... arguments) {
        return HANDLES.run(
                json,
                () -> {
                    List<EntityStatus> all =
                            Arguments.tables(entities, instance, ipv4, ipv6).stream()
                                    .flatMap(table -> table.status().entities().stream())
                                    .toList();
                    if (arguments.length == 0) {
                        return new Handles(
                                all.stream()
                                        .filter(StateCommands::hasHandles)
                                        .map(this::handles)
                                        .toList());
                    }
                    var wanted =
                            Arguments.entity(
                                    HANDLES.oneArgument("ENTITY", arguments),
                                    all.stream().map(EntityStatus::info).toList());
                    return new Handles(
                            all.stream()
                                    .filter(entity -> wanted.contains(entity.info()))
                                    .map(this::handles)
                                    .toList());
                });
    }

    private static boolean hasHandles(EntityStatus entity) {
        return entity.handles().values().stream().anyMatch(count -> count > 0);
    }

    private Handles.EntityHandles handles(EntityStatus entity) {
        int instance = entity.info().instance().orElse(0);
        return new Handles.EntityHandles(
                entity.info(),
                "true".equals(entities.instance(instance).configuration().get("handle.tracking")),
                entity.handles(),
                entities.monitor().openHandles(entity.info(), MOST_HANDLES));
    }
}
