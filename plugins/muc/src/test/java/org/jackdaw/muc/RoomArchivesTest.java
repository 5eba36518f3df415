package org.jackdaw.muc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jackdaw.testkit.FakeArchives;
import org.junit.jupiter.api.Test;

/** The archive as rooms have it, while it is replaced. */
class RoomArchivesTest {

    private final RoomArchives archives = new RoomArchives();
    private final FakeArchives first = new FakeArchives();

    @Test
    void oneThatIsUsedIsLetGoWhenThatIsOver() throws Exception {
        archives.bind(first);
        CountDownLatch isInside = new CountDownLatch(1);
        CountDownLatch mayGo = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> use = threads.submit(() -> archives.use(some -> {
                isInside.countDown();
                return await(mayGo);
            }));
            assertThat(await(isInside)).isTrue();
            Future<?> leaving = threads.submit(() -> archives.unbind(first));
            Thread.sleep(100);
            assertThat(leaving.isDone()).isFalse();

            mayGo.countDown();

            leaving.get(2, TimeUnit.SECONDS);
            use.get(2, TimeUnit.SECONDS);
        }
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void theNewestIsUsed() {
        FakeArchives next = first.next();
        archives.bind(first);
        archives.bind(next);
        assertThat(archives.use(some -> some)).containsSame(next);

        archives.unbind(next);

        assertThat(archives.use(some -> some)).containsSame(first);
        archives.unbind(first);
        assertThat(archives.areThere()).isFalse();
        assertThat(archives.use(some -> some)).isEmpty();
    }
}
