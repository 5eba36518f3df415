package org.jackdaw.config;

import java.util.ArrayList;
import java.util.List;

/** Which lines to take away and which to add, to make one text of another: as few as possible. */
final class Diff {

    /** Comparing each line with each takes time and memory; more are replaced as a whole. */
    private static final int MOST_COMPARED = 2000;

    private Diff() {}

    /** Returns the lines that went, each after {@code -}, and those that came, each after {@code +}, in their order. */
    static List<String> of(List<String> before, List<String> after) {
        int start = 0;
        while (start < before.size()
                && start < after.size()
                && before.get(start).equals(after.get(start))) {
            start++;
        }
        int end = 0;
        while (end < before.size() - start
                && end < after.size() - start
                && before.get(before.size() - 1 - end).equals(after.get(after.size() - 1 - end))) {
            end++;
        }
        List<String> old = before.subList(start, before.size() - end);
        List<String> now = after.subList(start, after.size() - end);
        List<String> lines = new ArrayList<>();
        if (old.size() > MOST_COMPARED || now.size() > MOST_COMPARED) {
            old.forEach(line -> lines.add("- " + line));
            now.forEach(line -> lines.add("+ " + line));
        } else {
            walk(old, now, lines);
        }
        return lines;
    }

    private static void walk(List<String> old, List<String> now, List<String> lines) {
        int[][] common = common(old, now);
        int i = 0;
        int j = 0;
        while (i < old.size() || j < now.size()) {
            if (i < old.size() && j < now.size() && old.get(i).equals(now.get(j))) {
                i++;
                j++;
            } else if (j == now.size() || i < old.size() && common[i + 1][j] >= common[i][j + 1]) {
                lines.add("- " + old.get(i++));
            } else {
                lines.add("+ " + now.get(j++));
            }
        }
    }

    /** How many lines the rests of both, from each line on, have in common. */
    private static int[][] common(List<String> old, List<String> now) {
        int[][] common = new int[old.size() + 1][now.size() + 1];
        for (int i = old.size() - 1; i >= 0; i--) {
            for (int j = now.size() - 1; j >= 0; j--) {
                common[i][j] = old.get(i).equals(now.get(j))
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        return common;
    }
}
