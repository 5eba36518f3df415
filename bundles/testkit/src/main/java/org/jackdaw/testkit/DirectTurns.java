package org.jackdaw.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jackdaw.plugin.Turns;

/** Lets one at a time work, whatever the key; a new epoch begins when another line takes over. Thread-safe. */
public final class DirectTurns implements Turns {

    private final ReentrantLock lock = new ReentrantLock();
    private Line last;
    private long epoch;

    @Override
    public Line open() {
        return new Line() {
            @Override
            public <T> T take(Object key, Function<Turn, T> work) {
                return DirectTurns.this.take(this, work);
            }
        };
    }

    private <T> T take(Line line, Function<Turns.Turn, T> work) {
        List<Runnable> after = new ArrayList<>();
        T result;
        lock.lock();
        try {
            if (last != line) {
                last = line;
                epoch++;
            }
            result = work.apply(new DirectTurn(epoch, after));
        } finally {
            lock.unlock();
        }
        after.forEach(Runnable::run);
        return result;
    }

    private record DirectTurn(long epoch, List<Runnable> work) implements Turns.Turn {
        @Override
        public void after(Runnable more) {
            work.add(more);
        }
    }
}
