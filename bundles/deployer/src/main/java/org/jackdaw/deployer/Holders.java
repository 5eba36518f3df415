package org.jackdaw.deployer;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.netbeans.lib.profiler.heap.GCRoot;
import org.netbeans.lib.profiler.heap.Heap;
import org.netbeans.lib.profiler.heap.Instance;
import org.netbeans.lib.profiler.heap.JavaClass;
import org.netbeans.lib.profiler.heap.JavaFrameGCRoot;
import org.netbeans.lib.profiler.heap.ThreadObjectGCRoot;

/** Says what keeps a class loader in memory: the threads that run its code, and the nearest way from what is always there. */
final class Holders {

    private final Heap heap;
    private final Instance loader;
    private final Set<Long> classes = new HashSet<>();

    private final Set<String> names = new HashSet<>();

    /** The names that no class of another version has: a stack has nothing but names. */
    private final Set<String> unmistakable = new HashSet<>();

    private Holders(Heap heap, Instance loader) {
        this.heap = heap;
        this.loader = loader;
        Set<String> others = new HashSet<>();
        for (Object entry : heap.getAllClasses()) {
            JavaClass type = (JavaClass) entry;
            Instance by = type.getClassLoader();
            if (by != null && by.getInstanceId() == loader.getInstanceId()) {
                classes.add(type.getJavaClassId());
                names.add(type.getName());
            } else {
                others.add(type.getName());
            }
        }
        unmistakable.addAll(names);
        unmistakable.removeAll(others);
    }

    /** Returns the holders of every removed plugin that is in a dump, by the id of its bundle. */
    static Map<Long, List<String>> find(Heap heap) {
        Map<Long, List<String>> found = new TreeMap<>();
        JavaClass type = heap.getJavaClassByName(Remains.nameInHeap());
        if (type == null) {
            return found;
        }
        for (Object entry : type.getInstances()) {
            Instance remain = (Instance) entry;
            if (HeapWords.field(remain, "loader") instanceof Instance reference
                    && HeapWords.field(reference, "referent") instanceof Instance loader
                    && HeapWords.field(remain, "bundle") instanceof Long bundle) {
                // A bundle that was resolved anew has had several.
                found.computeIfAbsent(bundle, id -> new ArrayList<>()).addAll(new Holders(heap, loader).sentences());
            }
        }
        return found;
    }

    private List<String> sentences() {
        List<String> sentences = new ArrayList<>(threads());
        List<Instance> way = way();
        if (way.isEmpty()) {
            if (sentences.isEmpty()) {
                sentences.add("nothing but soft references, which the collector clears when memory gets short");
            }
            return sentences;
        }
        HeapWay words = new HeapWay(heap, way, classes);
        Optional<String> thread = words.threadOfRoot();
        // The way from a thread that runs the plugin's code says nothing more.
        if (thread.isEmpty() || sentences.stream().noneMatch(known -> known.startsWith(thread.get() + ","))) {
            sentences.add(words.sentence());
        }
        if (!words.isDirect()) {
            sentences.add("the way: " + words.steps());
        }
        return sentences;
    }

    /** Returns the threads that run the plugin's code, each with the innermost method that is the plugin's. */
    private List<String> threads() {
        Set<Long> using = threadsWithOwn();
        List<String> found = new ArrayList<>();
        for (Object entry : heap.getGCRoots()) {
            if (entry instanceof ThreadObjectGCRoot root && root.getStackTrace() != null) {
                Set<String> own = using.contains(root.getInstance().getInstanceId()) ? names : unmistakable;
                Stream.of(root.getStackTrace())
                        .filter(frame -> own.contains(frame.getClassName()))
                        .findFirst()
                        .ifPresent(frame -> found.add(HeapWords.thread(root.getInstance())
                                + ", which runs its code, in " + HeapWords.place(frame)));
            }
        }
        return found;
    }

    /** Returns the threads that have an object of the plugin in a variable of a method. */
    private Set<Long> threadsWithOwn() {
        Set<Long> threads = new HashSet<>();
        for (Object entry : heap.getGCRoots()) {
            if (entry instanceof JavaFrameGCRoot root
                    && root.getThreadGCRoot() != null
                    && root.getInstance() != null
                    && (classes.contains(root.getInstance().getJavaClass().getJavaClassId())
                            || classes.contains(root.getInstance().getInstanceId()))) {
                threads.add(root.getThreadGCRoot().getInstance().getInstanceId());
            }
        }
        return threads;
    }

    /** Returns the nearest way from the loader to what is always there; empty if there is none of strong references. */
    private List<Instance> way() {
        List<Instance> way = new ArrayList<>();
        Instance at = loader;
        while (at != null) {
            way.add(at);
            GCRoot root = at.isGCRoot() ? heap.getGCRoot(at) : null;
            if (root != null) {
                return way;
            }
            Instance next = at.getNearestGCRootPointer();
            at = next == null || next.getInstanceId() == at.getInstanceId() ? null : next;
        }
        return List.of();
    }
}
