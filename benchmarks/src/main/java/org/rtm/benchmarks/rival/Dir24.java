package org.rtm.benchmarks.rival;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.rtm.benchmarks.data.Prefix;

/**
 * A DIR-24-8 array, as forwarding planes have it: for IPv4's longest match only, and not to be
 * updated. One array has the answer for each value of the first 24 bits, or, where longer prefixes
 * matter, an array with the answers for each value of the other eight.
 */
final class Dir24 implements Structure {
    static final String NAME = "DIR-24-8";

    private static final int FIRST = 24;
    private static final int REST = 8;

    private final Object[] answers = new Object[1 << FIRST];
    private final int[] questions;

    Dir24(List<Prefix> table, Prefix[] questions) {
        table.stream().sorted(Comparator.comparingInt(Prefix::length)).forEach(this::put);
        this.questions = new int[questions.length];
        for (int i = 0; i < questions.length; i++) {
            this.questions[i] = address(questions[i]);
        }
    }

    /** Overwrites the shorter prefixes' answers. */
    private void put(Prefix prefix) {
        int address = address(prefix);
        if (prefix.length() <= FIRST) {
            int from = address >>> REST;
            Arrays.fill(answers, from, from + (1 << FIRST - prefix.length()), prefix);
            return;
        }
        int first = address >>> REST;
        if (!(answers[first] instanceof Prefix[])) {
            Prefix[] rest = new Prefix[1 << REST];
            Arrays.fill(rest, answers[first]);
            answers[first] = rest;
        }
        int from = address & (1 << REST) - 1;
        Arrays.fill(
                (Prefix[]) answers[first],
                from,
                from + (1 << FIRST + REST - prefix.length()),
                prefix);
    }

    private static int address(Prefix prefix) {
        return (int) (prefix.highBits() >>> Integer.SIZE);
    }

    @Override
    public Prefix longestMatch(int question) {
        int address = questions[question];
        Object answer = answers[address >>> REST];
        return answer instanceof Prefix[] rest ? rest[address & (1 << REST) - 1] : (Prefix) answer;
    }
}
