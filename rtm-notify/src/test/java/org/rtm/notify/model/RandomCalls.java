package org.rtm.notify.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import net.jqwik.api.state.Action;
import net.jqwik.api.state.ActionChain;
import net.jqwik.api.state.ActionChainArbitrary;
import net.jqwik.api.state.Transformer;
import org.rtm.api.AddressFamily;
import org.rtm.api.LockMode;
import org.rtm.api.MethodType;
import org.rtm.api.NextHopFlags;
import org.rtm.api.PrefInfo;
import org.rtm.api.ProtocolId;
import org.rtm.api.RouteFlags;
import org.rtm.api.ViewSet;
import org.rtm.api.notify.ChangeType;
import org.rtm.notify.model.ChangesSideBySide.GivingBack;
import org.rtm.notify.model.NaiveChanges.Listening;
import org.rtm.notify.model.NaiveChanges.Wanted;
import org.rtm.notify.model.NaiveOwner.Answer;
import org.rtm.notify.model.NaiveOwner.Brings;
import org.rtm.notify.model.NaiveOwner.Method;
import org.rtm.notify.model.NaiveTable.Mode;
import org.rtm.notify.model.SideBySide.Asking;
import org.rtm.notify.model.SideBySide.HopMember;
import org.rtm.notify.model.SideBySide.Meanwhile;
import org.rtm.notify.model.SideBySide.Member;
import org.rtm.notify.model.SideBySide.Part;
import org.rtm.notify.model.SideBySide.Saying;

/**
 * Random calls to the router and to a naive one: whatever was called, both show the same. For each
 * family, {@value #SEQUENCES} sequences of 40 calls, 100,000 calls in all; longer ones with {@code
 * -Drtm.model.calls}, a million in all with 400.
 */
final class RandomCalls {
    static final int SEQUENCES = 1_250;

    private static final int CALLS_IN_SEQUENCE = Integer.getInteger("rtm.model.calls", 40);
    private static final int PREFIXES = 8; // the last one is of the other family

    private RandomCalls() {}

    static void run(ActionChain<SideBySide> calls) {
        try {
            calls.withInvariant(SideBySide::compare).run();
        } finally {
            calls.finalState().ifPresent(SideBySide::close);
        }
    }

    static ActionChainArbitrary<SideBySide> to(AddressFamily family) {
        return ActionChain.startWith(() -> new SideBySide(family))
                .withAction(12, addRoute())
                .withAction(5, updateRoute())
                .withAction(4, deleteRoute())
                .withAction(5, addNextHop())
                .withAction(2, updateNextHop())
                .withAction(2, deleteNextHop())
                .withAction(1, endAndRegisterAgain())
                .withAction(1, end())
                .withAction(1, register())
                .withAction(1, setPreferences())
                .withAction(2, pass())
                .withAction(3, hold())
                .withAction(5, updateUnderLock())
                .withAction(1, createList())
                .withAction(3, moveToList())
                .withAction(1, deleteList())
                .withAction(1, findNextHop())
                .withAction(1, exactMatch())
                .withAction(2, climb())
                .withAction(3, resolve())
                .withAction(2, exactMatchRoute())
                .withAction(2, enumerateDestinations())
                .withAction(2, enumerateRoutes())
                .withAction(1, enumerateNextHops())
                .withAction(1, keepDestination())
                .withAction(2, updateNextHopUnderLock())
                .withAction(3, setOpaque())
                .withAction(2, answerLate())
                .withAction(1, keepEntity())
                .withAction(2, invoke())
                .withAction(1, giveBack())
                .withAction(3, registerForChanges())
                .withAction(6, fetch())
                .withAction(2, ignore())
                .withAction(3, mark())
                .withAction(1, unmark())
                .withAction(1, closeChanges())
                .withMaxTransformations(CALLS_IN_SEQUENCE);
    }

    // The calls

    private static Action.Independent<SideBySide> addRoute() {
        return action(
                Combinators.combine(entities(), prefixes(), sayings(), modes())
                        .as(
                                (caller, prefix, saying, mode) ->
                                        call(
                                                "%d adds to %d %s %s"
                                                        .formatted(caller, prefix, saying, mode),
                                                both ->
                                                        both.addRoute(
                                                                caller, prefix, saying, mode))));
    }

    private static Action.Independent<SideBySide> updateRoute() {
        return action(
                Combinators.combine(callersAndOwners(), places(), sayings(), modesWithHandle())
                        .as(
                                (who, place, saying, mode) ->
                                        call(
                                                "%s updates %d %s %s"
                                                        .formatted(who, place, saying, mode),
                                                both ->
                                                        both.updateRoute(
                                                                who.caller(),
                                                                who.owner(),
                                                                place,
                                                                saying,
                                                                mode))));
    }

    private static Action.Independent<SideBySide> deleteRoute() {
        return action(
                Combinators.combine(callersAndOwners(), places())
                        .as(
                                (who, place) ->
                                        call(
                                                "%s deletes %d".formatted(who, place),
                                                both ->
                                                        both.deleteRoute(
                                                                who.caller(),
                                                                who.owner(),
                                                                place))));
    }

    private static Action.Independent<SideBySide> addNextHop() {
        return action(
                Combinators.combine(entities(), addresses(), interfaces(), hopFlags())
                        .as(
                                (caller, address, index, flags) ->
                                        call(
                                                "%d adds next hop %d on %d %s"
                                                        .formatted(caller, address, index, flags),
                                                both ->
                                                        both.addNextHop(
                                                                caller, address, index, flags))));
    }

    private static Action.Independent<SideBySide> updateNextHop() {
        return action(
                Combinators.combine(entities(), places(), hopFlags())
                        .as(
                                (caller, place, flags) ->
                                        call(
                                                "%d updates next hop %d to %s"
                                                        .formatted(caller, place, flags),
                                                both -> both.updateNextHop(caller, place, flags))));
    }

    private static Action.Independent<SideBySide> deleteNextHop() {
        return action(
                Combinators.combine(entities(), places())
                        .as(
                                (caller, place) ->
                                        call(
                                                "%d deletes next hop %d".formatted(caller, place),
                                                both -> both.deleteNextHop(caller, place))));
    }

    private static Action.Independent<SideBySide> findNextHop() {
        return action(
                Combinators.combine(entities(), addresses(), interfaces())
                        .as(
                                (caller, address, index) ->
                                        call(
                                                "%d finds next hop %d on %d"
                                                        .formatted(caller, address, index),
                                                both -> both.findNextHop(caller, address, index))));
    }

    private static Action.Independent<SideBySide> endAndRegisterAgain() {
        return action(
                Combinators.combine(entities(), brings())
                        .as(
                                (caller, brings) ->
                                        call(
                                                "%d ends and registers again with %s"
                                                        .formatted(caller, brings),
                                                both -> both.endAndRegisterAgain(caller, brings))));
    }

    private static Action.Independent<SideBySide> end() {
        return action(entities().map(caller -> call(caller + " ends", both -> both.end(caller))));
    }

    private static Action.Independent<SideBySide> register() {
        return action(
                Combinators.combine(entities(), brings())
                        .as(
                                (place, brings) ->
                                        call(
                                                "%d registers with %s".formatted(place, brings),
                                                both -> both.register(place, brings))));
    }

    private static Action.Independent<SideBySide> pass() {
        return action(
                Arbitraries.of(2, 5, 20)
                        .map(
                                seconds ->
                                        call(
                                                seconds + " seconds pass",
                                                both -> both.pass(seconds))));
    }

    private static Action.Independent<SideBySide> setPreferences() {
        return action(
                Arbitraries.of(
                                Map.<ProtocolId, Long>of(),
                                Map.of(ProtocolId.RIP, 5L),
                                Map.of(ProtocolId.BGP, 120L, ProtocolId.OSPF, 120L))
                        .map(
                                preferences ->
                                        call(
                                                "preferences " + preferences,
                                                both -> both.setPreferences(preferences))));
    }

    private static Action.Independent<SideBySide> hold() {
        return action(
                Combinators.combine(
                                entities(), prefixes(), viewsToHold(), Arbitraries.of(3, 6, 30, 0))
                        .as(
                                (caller, prefix, views, seconds) ->
                                        call(
                                                "%d marks %d to be held in %s for %d seconds"
                                                        .formatted(caller, prefix, views, seconds),
                                                both ->
                                                        both.hold(
                                                                caller, prefix, views, seconds))));
    }

    private static Action.Independent<SideBySide> updateUnderLock() {
        return action(
                Combinators.combine(
                                callersAndOwners(),
                                places(),
                                Arbitraries.of(Member.class).set(),
                                sayings(),
                                lockModes(),
                                Arbitraries.of(Meanwhile.class))
                        .as(
                                (who, place, members, saying, mode, meanwhile) ->
                                        call(
                                                "%s updates %d under lock %s: %s of %s, meanwhile %s"
                                                        .formatted(
                                                                who, place, mode, members, saying,
                                                                meanwhile),
                                                both ->
                                                        both.updateUnderLock(
                                                                who.caller(),
                                                                who.owner(),
                                                                place,
                                                                members,
                                                                saying,
                                                                mode,
                                                                meanwhile))));
    }

    private static Action.Independent<SideBySide> createList() {
        return action(
                entities()
                        .map(
                                caller ->
                                        call(
                                                caller + " creates a list",
                                                both -> both.createList(caller))));
    }

    private static Action.Independent<SideBySide> moveToList() {
        return action(
                Combinators.combine(
                                callersAndOwners(),
                                places().list().ofMaxSize(3),
                                places().optional(0.7))
                        .as(
                                (who, places, list) ->
                                        call(
                                                "%s moves %s to list %s"
                                                        .formatted(who, places, list),
                                                both ->
                                                        both.moveToList(
                                                                who.caller(),
                                                                who.owner(),
                                                                places,
                                                                list))));
    }

    private static Action.Independent<SideBySide> deleteList() {
        return action(
                Combinators.combine(entities(), places(), batchSizes())
                        .as(
                                (caller, place, most) ->
                                        call(
                                                "%d deletes list %d after %d routes of it"
                                                        .formatted(caller, place, most),
                                                both -> both.deleteList(caller, place, most))));
    }

    private static Action.Independent<SideBySide> exactMatch() {
        return action(
                Combinators.combine(entities(), prefixes(), protocols(), views())
                        .as(
                                (caller, prefix, protocol, views) ->
                                        call(
                                                "%d looks for %d of %s in %s"
                                                        .formatted(caller, prefix, protocol, views),
                                                both ->
                                                        both.exactMatch(
                                                                caller, prefix, protocol, views))));
    }

    private static Action.Independent<SideBySide> climb() {
        return action(
                Combinators.combine(entities(), prefixes(), protocols(), views())
                        .as(
                                (caller, prefix, protocol, views) ->
                                        call(
                                                "%d climbs from %d for %s in %s"
                                                        .formatted(caller, prefix, protocol, views),
                                                both ->
                                                        both.climb(
                                                                caller, prefix, protocol, views))));
    }

    private static Action.Independent<SideBySide> resolve() {
        return action(
                Combinators.combine(entities(), addresses(), Arbitraries.of(0, 1, 4, 9))
                        .as(
                                (caller, address, view) ->
                                        call(
                                                "%d resolves %d in view %d"
                                                        .formatted(caller, address, view),
                                                both -> both.resolve(caller, address, view))));
    }

    private static Action.Independent<SideBySide> exactMatchRoute() {
        return action(
                Combinators.combine(entities(), prefixes(), askings(), views())
                        .as(
                                (caller, prefix, asking, views) ->
                                        call(
                                                "%d looks for a route to %d with %s in %s"
                                                        .formatted(caller, prefix, asking, views),
                                                both ->
                                                        both.exactMatchRoute(
                                                                caller, prefix, asking, views))));
    }

    private static Action.Independent<SideBySide> enumerateDestinations() {
        return action(
                Combinators.combine(
                                entities(), parts(), flips(), protocols(), views(), batchSizes())
                        .as(
                                (caller, part, own, protocol, views, most) ->
                                        call(
                                                "%d enumerates destinations in %s, own %s, of %s in %s by %d"
                                                        .formatted(
                                                                caller, part, own, protocol, views,
                                                                most),
                                                both ->
                                                        both.enumerateDestinations(
                                                                caller, part, own, protocol, views,
                                                                most))));
    }

    private static Action.Independent<SideBySide> enumerateRoutes() {
        return action(
                Combinators.combine(
                                entities(),
                                parts(),
                                flips(),
                                flips(),
                                askings(),
                                views(),
                                batchSizes())
                        .as(
                                (caller, part, single, own, asking, views, most) ->
                                        call(
                                                "%d enumerates routes in %s, single %s, own %s, with %s in %s by %d"
                                                        .formatted(
                                                                caller, part, single, own, asking,
                                                                views, most),
                                                both ->
                                                        both.enumerateRoutes(
                                                                caller, part, single, own, asking,
                                                                views, most))));
    }

    private static Action.Independent<SideBySide> enumerateNextHops() {
        return action(
                Combinators.combine(entities(), parts(), batchSizes())
                        .as(
                                (caller, part, most) ->
                                        call(
                                                "%d enumerates next hops in %s by %d"
                                                        .formatted(caller, part, most),
                                                both ->
                                                        both.enumerateNextHops(
                                                                caller, part, most))));
    }

    private static Action.Independent<SideBySide> keepDestination() {
        return action(
                Combinators.combine(entities(), prefixes())
                        .as(
                                (caller, prefix) ->
                                        call(
                                                "%d keeps %d".formatted(caller, prefix),
                                                both -> both.keepDestination(caller, prefix))));
    }

    private static Action.Independent<SideBySide> updateNextHopUnderLock() {
        return action(
                Combinators.combine(
                                entities(),
                                places(),
                                Arbitraries.of(HopMember.class).set(),
                                hopFlags(),
                                places().optional(0.7),
                                lockModes(),
                                Arbitraries.of(
                                        Meanwhile.NOTHING,
                                        Meanwhile.LOCKED_SHARED,
                                        Meanwhile.LOCKED_EXCLUSIVELY,
                                        Meanwhile.LATE_ANSWER,
                                        Meanwhile.TIME_PASSES,
                                        Meanwhile.LEASE_ENDS,
                                        Meanwhile.GIVEN_BACK))
                        .as(
                                (caller, place, members, flags, remote, mode, meanwhile) ->
                                        call(
                                                "%d updates next hop %d under lock %s: %s of %s to %s, meanwhile %s"
                                                        .formatted(
                                                                caller, place, mode, members, flags,
                                                                remote, meanwhile),
                                                both ->
                                                        both.updateNextHopUnderLock(
                                                                caller, place, members, flags,
                                                                remote, mode, meanwhile))));
    }

    private static Action.Independent<SideBySide> setOpaque() {
        return action(
                Combinators.combine(
                                entities(),
                                prefixes(),
                                Arbitraries.of("this", "that").optional(0.7),
                                lockModes(),
                                Arbitraries.of(Meanwhile.class))
                        .as(
                                (caller, prefix, value, mode, meanwhile) ->
                                        call(
                                                "%d writes %s in %d under lock %s, meanwhile %s"
                                                        .formatted(
                                                                caller, value, prefix, mode,
                                                                meanwhile),
                                                both ->
                                                        both.setOpaque(
                                                                caller, prefix, value, mode,
                                                                meanwhile))));
    }

    private static Action.Independent<SideBySide> answerLate() {
        return action(
                entities()
                        .map(
                                caller ->
                                        call(
                                                caller + " gives a late answer",
                                                both -> both.answerLate(caller))));
    }

    private static Action.Independent<SideBySide> keepEntity() {
        return action(
                Combinators.combine(entities(), entities())
                        .as(
                                (caller, other) ->
                                        call(
                                                "%d keeps entity %d".formatted(caller, other),
                                                both -> both.keepEntity(caller, other))));
    }

    private static Action.Independent<SideBySide> invoke() {
        return action(
                Combinators.combine(
                                entities(),
                                places(),
                                Arbitraries.oneOf(
                                        Arbitraries.integers().between(0, 31),
                                        Arbitraries.of(
                                                MethodType.ALL_METHODS,
                                                Integer.MIN_VALUE,
                                                0x7FFF_FFFF)))
                        .as(
                                (caller, place, methodType) ->
                                        call(
                                                "%d invokes 0x%X of kept entity %d"
                                                        .formatted(caller, methodType, place),
                                                both -> both.invoke(caller, place, methodType))));
    }

    private static Action.Independent<SideBySide> giveBack() {
        return action(
                Combinators.combine(entities(), places().list().ofMaxSize(3), flips())
                        .as(
                                (caller, places, twice) ->
                                        call(
                                                "%d gives back handles %s, twice %s"
                                                        .formatted(caller, places, twice),
                                                both -> both.giveBack(caller, places, twice))));
    }

    private static Action.Independent<SideBySide> registerForChanges() {
        return action(
                Combinators.combine(entities(), wanted())
                        .as(
                                (caller, wanted) ->
                                        call(
                                                "%d registers for changes %s"
                                                        .formatted(caller, wanted),
                                                both -> both.changes().register(caller, wanted))));
    }

    private static Action.Independent<SideBySide> fetch() {
        return action(
                Combinators.combine(
                                entities(),
                                places(),
                                Arbitraries.of(1, 2, 3, 50, 0, 51),
                                Arbitraries.of(GivingBack.class))
                        .as(
                                (caller, place, most, givingBack) ->
                                        call(
                                                "%d fetches %d changes of registration %d and gives back %s"
                                                        .formatted(caller, most, place, givingBack),
                                                both ->
                                                        both.changes()
                                                                .fetch(
                                                                        caller,
                                                                        place,
                                                                        most,
                                                                        givingBack))));
    }

    private static Action.Independent<SideBySide> ignore() {
        return action(
                Combinators.combine(entities(), places(), prefixes().list().ofMaxSize(3))
                        .as(
                                (caller, place, prefixes) ->
                                        call(
                                                "%d ignores changes of %s in registration %d"
                                                        .formatted(caller, prefixes, place),
                                                both ->
                                                        both.changes()
                                                                .ignore(caller, place, prefixes))));
    }

    private static Action.Independent<SideBySide> mark() {
        return action(
                Combinators.combine(entities(), places(), prefixes(), flips())
                        .as(
                                (caller, place, prefix, byHandle) ->
                                        call(
                                                "%d marks %d for registration %d, by handle %s"
                                                        .formatted(caller, prefix, place, byHandle),
                                                both ->
                                                        both.changes()
                                                                .mark(
                                                                        caller, place, prefix,
                                                                        byHandle))));
    }

    private static Action.Independent<SideBySide> unmark() {
        return action(
                Combinators.combine(entities(), places(), prefixes(), flips())
                        .as(
                                (caller, place, prefix, byHandle) ->
                                        call(
                                                "%d unmarks %d for registration %d, by handle %s"
                                                        .formatted(caller, prefix, place, byHandle),
                                                both ->
                                                        both.changes()
                                                                .unmark(
                                                                        caller, place, prefix,
                                                                        byHandle))));
    }

    private static Action.Independent<SideBySide> closeChanges() {
        return action(
                Combinators.combine(entities(), places(), batchSizes())
                        .as(
                                (caller, place, most) ->
                                        call(
                                                "%d ends registration %d after %d changes of it"
                                                        .formatted(caller, place, most),
                                                both ->
                                                        both.changes()
                                                                .close(caller, place, most))));
    }

    private static Action.Independent<SideBySide> action(Arbitrary<Transformer<SideBySide>> calls) {
        return () -> calls;
    }

    private static Transformer<SideBySide> call(String text, Consumer<SideBySide> call) {
        return Transformer.mutate(text, call);
    }

    // What they are called with

    /** Who calls, for a route of whom. */
    record Who(int caller, int owner) {}

    private static Arbitrary<Who> callersAndOwners() {
        return Combinators.combine(
                        entities(),
                        entities(),
                        Arbitraries.frequency(Tuple.of(5, true), Tuple.of(1, false)))
                .as((caller, owner, same) -> new Who(caller, same ? caller : owner));
    }

    private static Arbitrary<Integer> entities() {
        return Arbitraries.integers().between(0, SideBySide.ENTITIES - 1);
    }

    private static Arbitrary<Brings> brings() {
        return Combinators.combine(
                        Arbitraries.of(Answer.class),
                        flips(),
                        Arbitraries.integers().between(0, Method.values().length))
                .as(Brings::new);
    }

    private static Arbitrary<Wanted> wanted() {
        return Combinators.combine(
                        Arbitraries.frequencyOf(
                                Tuple.of(6, Arbitraries.of(ChangeType.class).set().ofSize(1)),
                                Tuple.of(1, Arbitraries.of(ChangeType.class).set().ofMinSize(2))),
                        Arbitraries.frequency(
                                Tuple.of(4, ViewSet.ANY),
                                Tuple.of(2, ViewSet.ALL),
                                Tuple.of(4, ViewSet.UNICAST),
                                Tuple.of(2, ViewSet.of(1, 4)),
                                Tuple.of(1, ViewSet.of(0, 2))),
                        flips(),
                        flips(),
                        Arbitraries.frequency(
                                Tuple.of(1, Listening.NOT),
                                Tuple.of(5, Listening.COUNTING),
                                Tuple.of(2, Listening.FETCHING)))
                .as(RandomCalls::wanted);
    }

    /** How much of a resync one fetch gives is free, so who fetches in call-backs asks for none. */
    private static Wanted wanted(
            Set<ChangeType> types,
            ViewSet views,
            boolean markedOnly,
            boolean resync,
            Listening listening) {
        return new Wanted(
                types, views, markedOnly, resync && listening != Listening.FETCHING, listening);
    }

    private static Arbitrary<LockMode> lockModes() {
        return Arbitraries.frequency(Tuple.of(9, LockMode.EXCLUSIVE), Tuple.of(1, LockMode.SHARED));
    }

    /** Few, so that routes meet. */
    private static Arbitrary<Integer> prefixes() {
        return Arbitraries.frequency(
                Tuple.of(16, 1),
                Tuple.of(8, 2),
                Tuple.of(4, 0),
                Tuple.of(4, 3),
                Tuple.of(2, 4),
                Tuple.of(2, 5),
                Tuple.of(1, 6),
                Tuple.of(1, PREFIXES - 1));
    }

    /** The places of host prefixes, and sometimes of others. */
    private static Arbitrary<Integer> addresses() {
        return Arbitraries.frequency(
                Tuple.of(6, 4), Tuple.of(6, 6), Tuple.of(1, 3), Tuple.of(1, PREFIXES - 1));
    }

    private static Arbitrary<Integer> interfaces() {
        return Arbitraries.of(0, 1, -1);
    }

    private static Arbitrary<Integer> places() {
        return Arbitraries.integers().between(0, 3);
    }

    private static Arbitrary<NextHopFlags> hopFlags() {
        return Arbitraries.of(NextHopFlags.NONE, NextHopFlags.REMOTE, NextHopFlags.DOWN);
    }

    private static Arbitrary<Mode> modes() {
        return Arbitraries.frequency(
                Tuple.of(12, Mode.EQUAL),
                Tuple.of(4, Mode.ALWAYS_NEW),
                Tuple.of(4, Mode.FIRST),
                Tuple.of(1, Mode.BOTH));
    }

    /** Which of them go with a handle: only the first. */
    private static Arbitrary<Mode> modesWithHandle() {
        return Arbitraries.frequency(
                Tuple.of(20, Mode.EQUAL),
                Tuple.of(1, Mode.ALWAYS_NEW),
                Tuple.of(1, Mode.FIRST),
                Tuple.of(1, Mode.BOTH));
    }

    private static Arbitrary<Saying> sayings() {
        return Combinators.combine(
                        places().optional(0.5),
                        prefInfos(),
                        Arbitraries.frequency(
                                Tuple.of(16, ViewSet.UNICAST),
                                Tuple.of(8, ViewSet.of(0, 1)),
                                Tuple.of(6, ViewSet.of(1, 4)),
                                Tuple.of(6, ViewSet.ALL),
                                Tuple.of(1, ViewSet.ANY),
                                Tuple.of(1, ViewSet.of(0, 9))),
                        Arbitraries.frequency(
                                Tuple.of(6, RouteFlags.NONE),
                                Tuple.of(2, RouteFlags.LOCAL),
                                Tuple.of(1, RouteFlags.BLACKHOLE),
                                Tuple.of(2, RouteFlags.INACTIVE)),
                        Arbitraries.of(0, 1),
                        Arbitraries.frequencyOf(
                                Tuple.of(20, places().list().ofMaxSize(SideBySide.MOST_NEXT_HOPS)),
                                Tuple.of(1, places().list().ofSize(SideBySide.MOST_NEXT_HOPS + 1))),
                        timesToLive(),
                        places().optional(0.3))
                .as(Saying::new);
    }

    private static Arbitrary<PrefInfo> prefInfos() {
        return Combinators.combine(
                        Arbitraries.of(0L, 5L, 120L, PrefInfo.MAX_VALUE),
                        Arbitraries.of(0L, 1L, PrefInfo.MAX_VALUE))
                .as(PrefInfo::new);
    }

    private static Arbitrary<Optional<Integer>> timesToLive() {
        return Arbitraries.frequency(
                Tuple.of(12, Optional.empty()),
                Tuple.of(3, Optional.of(2)),
                Tuple.of(3, Optional.of(5)),
                Tuple.of(2, Optional.of(9)),
                Tuple.of(1, Optional.of(0)));
    }

    private static Arbitrary<Asking> askings() {
        return Combinators.combine(
                        Arbitraries.oneOf(
                                Arbitraries.of(0, 1, 2, 4, 8, 16, 0xFFFF),
                                Arbitraries.integers().between(0, 31)),
                        entities(),
                        places().optional(0.5),
                        Combinators.combine(Arbitraries.of(5L, 110L, 120L), Arbitraries.of(0L, 1L))
                                .as(PrefInfo::new),
                        places().list().ofMaxSize(2),
                        interfaces())
                .as(Asking::new);
    }

    private static Arbitrary<Part> parts() {
        return Combinators.combine(Arbitraries.of(0, 1, 2), prefixes()).as(Part::new);
    }

    private static Arbitrary<ViewSet> views() {
        return Arbitraries.frequency(
                Tuple.of(4, ViewSet.ANY),
                Tuple.of(4, ViewSet.UNICAST),
                Tuple.of(2, ViewSet.MULTICAST),
                Tuple.of(2, ViewSet.of(1, 4)),
                Tuple.of(2, ViewSet.ALL),
                Tuple.of(1, ViewSet.of(2)));
    }

    private static Arbitrary<ViewSet> viewsToHold() {
        return Arbitraries.frequency(
                Tuple.of(4, ViewSet.UNICAST),
                Tuple.of(4, ViewSet.ALL),
                Tuple.of(2, ViewSet.of(1, 4)),
                Tuple.of(1, ViewSet.ANY),
                Tuple.of(1, ViewSet.of(0, 2)));
    }

    private static Arbitrary<ProtocolId> protocols() {
        return Arbitraries.of(
                List.of(ProtocolId.BEST, ProtocolId.THIS, ProtocolId.OSPF, ProtocolId.NETMGMT));
    }

    private static Arbitrary<Boolean> flips() {
        return Arbitraries.frequency(Tuple.of(2, false), Tuple.of(1, true));
    }

    private static Arbitrary<Integer> batchSizes() {
        return Arbitraries.of(1, 2, 3, 50);
    }
}
