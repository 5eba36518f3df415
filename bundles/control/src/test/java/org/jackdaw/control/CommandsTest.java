package org.jackdaw.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.jackdaw.plugin.Command;
import org.junit.jupiter.api.Test;

class CommandsTest {

    private final Commands commands = new Commands();

    @Test
    void anUnknownCommandIsAnsweredWithTheKnownOnes() {
        bind("b", (arguments, input, out) -> 0);
        bind("a", (arguments, input, out) -> 0);

        Commands.Answer answer = commands.run(List.of("c"), "");

        assertThat(answer.exitCode()).isEqualTo(2);
        assertThat(answer.output().lines())
                .containsExactly("There is no command c; these are:", "bin/jackdaw a NAME", "bin/jackdaw b NAME");
    }

    @Test
    void noWordAtAllAsksForHelp() {
        assertThat(commands.run(List.of(), "").exitCode()).isZero();
    }

    @Test
    void aCommandThatThrowsFailsInOneLine() {
        bind("a", (arguments, input, out) -> {
            throw new IllegalStateException("broken");
        });

        Commands.Answer answer = commands.run(List.of("a"), "");

        assertThat(answer.exitCode()).isEqualTo(1);
        assertThat(answer.output().lines())
                .containsExactly("a: failed, the server's log says why: java.lang.IllegalStateException: broken");
    }

    @Test
    void aCommandLeavesWithItsBundle() {
        Command command = (arguments, input, out) -> 0;
        bind("a", command);

        commands.unbind(command);

        assertThat(commands.run(List.of("a"), "").exitCode()).isEqualTo(2);
    }

    private void bind(String name, Command command) {
        commands.bind(
                command, Map.of("jackdaw.command.name", name, "jackdaw.command.usage", new String[] {name + " NAME"}));
    }
}
