package org.jackdaw.deployer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.netbeans.lib.profiler.heap.FieldValue;
import org.netbeans.lib.profiler.heap.Heap;
import org.netbeans.lib.profiler.heap.Instance;
import org.netbeans.lib.profiler.heap.JavaClass;
import org.netbeans.lib.profiler.heap.JavaFrameGCRoot;
import org.netbeans.lib.profiler.heap.ObjectArrayInstance;
import org.netbeans.lib.profiler.heap.ObjectFieldValue;

/** The way from something that is always in memory to a plugin's class loader, in words. */
final class HeapWay {

    private static final String THREAD_LOCAL = "java.lang.ThreadLocal$ThreadLocalMap$Entry";
    private static final String TIMER_THREAD = "java.util.TimerThread";
    private static final String EXECUTOR = "java.util.concurrent.ThreadPoolExecutor";
    private static final String SCHEDULED = "java.util.concurrent.ScheduledThreadPoolExecutor$";
    private static final String HOOKS = "java.lang.ApplicationShutdownHooks";

    /**
     * One object on the way.
     *
     * @param field what holds the next; empty string if its class does
     * @param statically the class, if the object is one and holds the next in a static field
     */
    private record Step(Instance holder, String field, Optional<JavaClass> statically) {}

    private final Heap heap;
    private final Instance root;
    private final List<Step> steps = new ArrayList<>();

    /** The first object on the way that is the plugin's own, or its class loader. */
    private final String own;

    /** @param way from the class loader to the root */
    HeapWay(Heap heap, List<Instance> way, Set<Long> classes) {
        this.heap = heap;
        root = way.getLast();
        int at = way.size() - 1;
        while (at > 0 && !isOwn(way.get(at), classes)) {
            steps.add(step(way.get(at), way.get(at - 1)));
            at--;
        }
        own = name(way.get(at));
    }

    private static boolean isOwn(Instance instance, Set<Long> classes) {
        return classes.contains(instance.getJavaClass().getJavaClassId()) || classes.contains(instance.getInstanceId());
    }

    private String name(Instance instance) {
        JavaClass type = heap.getJavaClassByID(instance.getInstanceId());
        return type == null ? "an object of " + instance.getJavaClass().getName() : "the class " + type.getName();
    }

    private Step step(Instance holder, Instance held) {
        JavaClass type = heap.getJavaClassByID(holder.getInstanceId());
        if (holder instanceof ObjectArrayInstance) {
            return new Step(holder, "[]", Optional.empty());
        }
        if (type != null) {
            Optional<String> field = fieldOf(type.getStaticFieldValues(), held);
            return new Step(holder, field.orElse(""), field.map(name -> type));
        }
        return new Step(holder, fieldOf(holder.getFieldValues(), held).orElse(""), Optional.empty());
    }

    private static Optional<String> fieldOf(List<?> values, Instance held) {
        for (Object value : values) {
            if (value instanceof ObjectFieldValue reference
                    && reference.getInstance() != null
                    && reference.getInstance().getInstanceId() == held.getInstanceId()) {
                return Optional.of(((FieldValue) value).getField().getName()).filter(name -> !name.startsWith("<"));
            }
        }
        return Optional.empty();
    }

    /** Whether the first object is the plugin's own. */
    boolean isDirect() {
        return steps.isEmpty();
    }

    /** Returns the thread that the way begins at; empty if it begins elsewhere. */
    Optional<String> threadOfRoot() {
        return rootThread().map(HeapWords::thread);
    }

    private Optional<Instance> rootThread() {
        if (HeapWords.is(root, "java.lang.Thread")) {
            return Optional.of(root);
        }
        return heap.getGCRoot(root) instanceof JavaFrameGCRoot frame && frame.getThreadGCRoot() != null
                ? Optional.of(frame.getThreadGCRoot().getInstance())
                : Optional.empty();
    }

    /** Returns what holds the plugin. */
    String sentence() {
        String thread = thread().map(HeapWords::thread).orElse("a thread");
        if (passes(THREAD_LOCAL)) {
            return "the value of a ThreadLocal on " + thread + ": " + own;
        }
        if (thread().filter(holder -> HeapWords.is(holder, TIMER_THREAD)).isPresent()) {
            return "a java.util.Timer that was not cancelled, by " + thread + ": " + own;
        }
        Optional<Step> field = steps.reversed().stream()
                .filter(step -> step.statically().isPresent())
                .findFirst();
        if (field.isPresent()) {
            return statically(field.get());
        }
        if (steps.stream().anyMatch(step -> isOfExecutor(step.holder()))) {
            return "an executor that was not shut down, by " + thread + ": " + own;
        }
        return thread().isPresent()
                ? thread + ": " + own
                : "what Java itself holds (" + heap.getGCRoot(root).getKind() + "): " + own;
    }

    private static boolean isOfExecutor(Instance holder) {
        return HeapWords.is(holder, EXECUTOR) || holder.getJavaClass().getName().startsWith(SCHEDULED);
    }

    private String statically(Step step) {
        JavaClass type = step.statically().orElseThrow();
        if (type.getName().equals(HOOKS)) {
            return "a shutdown hook: " + own;
        }
        return "the static field " + step.field() + " of the class " + type.getName() + ", " + HeapWords.owner(type)
                + ": " + own;
    }

    /** Returns the last thread on the way, or the one whose method has the root in a variable. */
    private Optional<Instance> thread() {
        return steps.reversed().stream()
                .map(Step::holder)
                .filter(holder -> HeapWords.is(holder, "java.lang.Thread"))
                .findFirst()
                .or(this::rootThread);
    }

    private boolean passes(String type) {
        return steps.stream()
                .anyMatch(step -> step.holder().getJavaClass().getName().equals(type));
    }

    /** Returns the whole way, from the root to the first object that is the plugin's. */
    String steps() {
        return steps.stream()
                        .map(step -> step.statically()
                                        .map(type -> type.getName() + "." + step.field())
                                        .orElseGet(() -> plain(step))
                                + " -> ")
                        .collect(Collectors.joining())
                + own;
    }

    private String plain(Step step) {
        String name = step.holder() instanceof ObjectArrayInstance
                ? step.holder().getJavaClass().getName()
                : name(step.holder()).replaceFirst("^an object of ", "");
        return step.field().isEmpty() || step.field().equals("[]") ? name : name + "." + step.field();
    }
}
