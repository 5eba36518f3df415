package org.jackdaw.deployer;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jackdaw.core.PluginLeaks;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds what keeps uninstalled plugins in memory, by a dump of the heap (docs/adr/0016). One at a time: who asks meanwhile gets
 * the same report. */
@Component
public final class Leaks implements PluginLeaks {

    private static final Logger LOG = LoggerFactory.getLogger(Leaks.class);

    /** {@code bin/jackdaw} waits a minute for an answer. */
    private static final Duration LIMIT = Duration.ofSeconds(50);

    /** A report that nobody fetched so long is worth nothing any more. */
    private static final Duration STALE = Duration.ofMinutes(15);

    /** What finalizers and cleaners hold is free after the second or third. */
    private static final int COLLECTIONS = 3;

    private static final Duration BETWEEN = Duration.ofMillis(200);

    private final Remains remains;
    private final Path tmp;
    private Optional<Search> last = Optional.empty();

    private record Search(FutureTask<Report> task, long begin) {
        boolean isStale() {
            return task.isDone() && System.nanoTime() - begin > STALE.toNanos();
        }
    }

    @Activate
    public Leaks(BundleContext context, @Reference Remains remains) throws IOException {
        this(Path.of(context.getProperty("jackdaw.data"), "tmp"), remains);
    }

    Leaks(Path tmp, Remains remains) throws IOException {
        this.tmp = tmp;
        this.remains = remains;
        HeapDump.sweep(tmp);
    }

    @Override
    public List<Remain> remaining() {
        return remains.remaining();
    }

    @Override
    public Report explain() {
        Search search = underWay();
        try {
            Report report = search.task().get(LIMIT.toNanos(), TimeUnit.NANOSECONDS);
            end(search);
            return report;
        } catch (ExecutionException e) {
            end(search);
            LOG.error("What is in memory cannot be looked through", e.getCause());
            return refused("what is in memory cannot be looked through: " + e.getCause());
        } catch (TimeoutException e) {
            LOG.info("Looking through what is in memory takes longer than {}", LIMIT);
            return refused("looking through what is in memory takes longer than " + LIMIT.toSeconds()
                    + " s and goes on: ask for the report again in a while");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return refused("it was interrupted");
        }
    }

    /** Returns the search that somebody else waits for, or whose report nobody has fetched yet, or a new one. */
    private synchronized Search underWay() {
        if (last.isEmpty() || last.get().isStale()) {
            FutureTask<Report> task = new FutureTask<>(this::look);
            Thread.ofPlatform()
                    .daemon()
                    .name("leaks")
                    .priority(Thread.MIN_PRIORITY)
                    .start(task);
            last = Optional.of(new Search(task, System.nanoTime()));
        }
        return last.get();
    }

    private synchronized void end(Search search) {
        last = last.filter(other -> other != search);
    }

    private static Report refused(String problem) {
        return new Report(List.of(), Optional.of(problem));
    }

    private Report look() throws IOException, InterruptedException {
        for (int i = 0; i < COLLECTIONS && !remaining().isEmpty(); i++) {
            System.gc();
            Thread.sleep(BETWEEN);
        }
        if (remaining().isEmpty()) {
            return new Report(List.of(), Optional.empty());
        }
        try (HeapDump dump = HeapDump.write(tmp)) {
            Map<Long, List<String>> holders = Holders.find(dump.heap());
            List<Leak> leaks = new ArrayList<>();
            for (Remain remain : remaining()) {
                // What the collector took while the dump was written is not in it.
                Optional.ofNullable(holders.get(remain.bundle()))
                        .ifPresent(sentences -> leaks.add(new Leak(remain, sentences)));
            }
            return new Report(leaks, Optional.empty());
        } catch (Refusal e) {
            return refused(e.getMessage());
        }
    }
}
