package org.jackdaw.streammanagement;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.dom4j.Element;
import org.dom4j.QName;
import org.dom4j.tree.DefaultElement;
import org.jackdaw.plugin.Feature;
import org.jackdaw.plugin.HandlesNonza;
import org.jackdaw.plugin.Implements;
import org.jackdaw.plugin.KeepRules;
import org.jackdaw.plugin.Keeping;
import org.jackdaw.plugin.LiveStream;
import org.jackdaw.plugin.LiveStream.NoSuchSession;
import org.jackdaw.plugin.LiveStream.Resumed;
import org.jackdaw.plugin.LiveStream.TooManyHandled;
import org.jackdaw.plugin.NonzaHandler;
import org.jackdaw.plugin.StreamFeature;
import org.jackdaw.plugin.StreamInfo;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.StanzaError;
import org.jackdaw.xmpp.StreamCondition;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * Lets clients acknowledge stanzas, and resume a session whose connection broke (XEP-0198). It speaks the protocol; what it is
 * about, counters and kept stanzas, belongs to the server and outlives this plugin.
 */
@Component(configurationPid = "org.jackdaw.streammanagement")
@Designate(ocd = StreamManagement.Config.class)
@HandlesNonza(namespace = StreamManagement.NS)
@Feature(StreamManagement.NS)
@Implements("XEP-0198 1.6.3")
public final class StreamManagement implements NonzaHandler, StreamFeature {

    static final String NS = "urn:xmpp:sm:3";

    private static final Pattern UNSIGNED_INT = Pattern.compile("\\+?[0-9]{1,19}");
    private static final long MODULUS = 1L << 32;

    /** The options. */
    @ObjectClassDefinition(
            name = "Stream management",
            description =
                    "What is kept of clients' streams until they acknowledge it. Changes hold for streams that ask for it"
                            + " after them.")
    @interface Config {

        @AttributeDefinition(
                name = "Resumption",
                description =
                        "Seconds that a session goes on without a connection, for its client to come back; 0 for not at"
                                + " all.",
                min = "0",
                max = "86400")
        int resumeSeconds() default 600;

        @AttributeDefinition(
                name = "Stanzas",
                description =
                        "Most stanzas that are kept for a client. With more its session ends, and its messages go to its"
                                + " other clients, to storage or back.",
                min = "100",
                max = "1000000")
        int stanzas() default 20000;

        @AttributeDefinition(
                name = "Bytes",
                description = "Most bytes of them, likewise.",
                min = "100000",
                max = "1073741824")
        int bytes() default 16777216;

        @AttributeDefinition(
                name = "Answer time",
                description = "Seconds that a client may leave a request for an acknowledgement unanswered before its"
                        + " connection is taken for broken.",
                min = "5",
                max = "3600")
        int answerSeconds() default 120;

        @AttributeDefinition(
                name = "Location",
                description = "HOST:PORT where clients are to come back to; empty to leave it to them.")
        String location() default "";
    }

    private final Config config;

    @Activate
    public StreamManagement(Config config) {
        this.config = config;
    }

    /** Once there is an account: it can be resumed then, and enabled when a resource is bound (§3). */
    @Override
    public Optional<Element> offer(StreamInfo stream) {
        return stream.account().map(account -> element("sm"));
    }

    @Override
    public void handle(Element nonza, LiveStream stream) {
        switch (nonza.getName()) {
            case "enable" -> enable(nonza, stream);
            case "resume" -> resume(nonza, stream);
            case "r" -> answer(stream);
            case "a" -> acknowledged(nonza, stream);
            default -> stream.fail(StreamCondition.UNSUPPORTED_STANZA_TYPE, Optional.empty());
        }
    }

    private void enable(Element enable, LiveStream stream) {
        if (stream.keeping().isPresent()) {
            // §3: at most one attempt.
            stream.fail(StreamCondition.POLICY_VIOLATION, Optional.empty());
            return;
        }
        if (stream.session().isEmpty()) {
            stream.send(failed(Condition.UNEXPECTED_REQUEST, OptionalLong.empty()));
            return;
        }
        boolean resumes = isTrue(enable.attributeValue("resume", "false")) && config.resumeSeconds() > 0;
        long asked = number(enable.attributeValue("max", "")).orElse(config.resumeSeconds());
        long seconds = resumes ? Math.clamp(asked, 1, config.resumeSeconds()) : 0;
        KeepRules rules = new KeepRules(
                config.stanzas(),
                config.bytes(),
                Duration.ofSeconds(seconds),
                Duration.ofSeconds(config.answerSeconds()),
                element("r"));
        stream.keep(rules, keeping -> enabled(keeping, seconds));
    }

    private Element enabled(Keeping keeping, long seconds) {
        Element enabled = element("enabled");
        if (!keeping.id().isEmpty()) {
            enabled.addAttribute("id", keeping.id());
            enabled.addAttribute("resume", "true");
            enabled.addAttribute("max", Long.toString(seconds));
            if (!config.location().isBlank()) {
                enabled.addAttribute("location", config.location().strip());
            }
        }
        return enabled;
    }

    private void answer(LiveStream stream) {
        Optional<Keeping> keeping = stream.keeping();
        if (keeping.isEmpty()) {
            unexpected(stream);
            return;
        }
        keeping.get().whenHandled(handled -> stream.send(element("a").addAttribute("h", Long.toString(handled))));
    }

    private void acknowledged(Element a, LiveStream stream) {
        Optional<Keeping> keeping = stream.keeping();
        OptionalLong h = number(a.attributeValue("h", ""));
        if (keeping.isEmpty() || h.isEmpty()) {
            unexpected(stream);
            return;
        }
        try {
            keeping.get().acknowledged(h.getAsLong());
        } catch (IllegalArgumentException e) {
            tooMany(stream, h.getAsLong(), keeping.get().sent());
        }
    }

    private void resume(Element resume, LiveStream stream) {
        OptionalLong h = number(resume.attributeValue("h", ""));
        String id = resume.attributeValue("previd", "");
        if (stream.info().account().isEmpty() || stream.session().isPresent()) {
            stream.send(failed(Condition.UNEXPECTED_REQUEST, OptionalLong.empty()));
        } else if (h.isEmpty() || id.isEmpty()) {
            stream.send(failed(Condition.BAD_REQUEST, OptionalLong.empty()));
        } else {
            switch (stream.resume(id, h.getAsLong(), handled -> resumed(id, handled))) {
                case Resumed _ -> {}
                case NoSuchSession(OptionalLong handled) -> stream.send(failed(Condition.ITEM_NOT_FOUND, handled));
                case TooManyHandled(long claimed, long sent) -> tooMany(stream, claimed, sent);
            }
        }
    }

    private static Element resumed(String id, long handled) {
        return element("resumed").addAttribute("h", Long.toString(handled)).addAttribute("previd", id);
    }

    /** §6: such errors are recoverable, the stream goes on. */
    private static Element failed(Condition condition, OptionalLong handled) {
        Element failed = element("failed");
        handled.ifPresent(h -> failed.addAttribute("h", Long.toString(h)));
        failed.addElement(QName.get(condition.element(), StanzaError.NS));
        return failed;
    }

    /** §6. */
    private static void tooMany(LiveStream stream, long claimed, long sent) {
        Element specific = element("handled-count-too-high")
                .addAttribute("h", Long.toString(claimed))
                .addAttribute("send-count", Long.toString(sent));
        stream.fail(StreamCondition.UNDEFINED_CONDITION, Optional.of(specific));
    }

    /** Of a stream that is not kept there is nothing to acknowledge; misuse may end a stream (§6). */
    private static void unexpected(LiveStream stream) {
        stream.fail(StreamCondition.POLICY_VIOLATION, Optional.empty());
    }

    /** The lexical forms of xs:boolean. */
    private static boolean isTrue(String text) {
        return text.strip().equals("true") || text.strip().equals("1");
    }

    /** Returns an xs:unsignedInt; empty if it is none. */
    private static OptionalLong number(String text) {
        if (!UNSIGNED_INT.matcher(text.strip()).matches()) {
            return OptionalLong.empty();
        }
        try {
            long value = Long.parseLong(text.strip());
            return value < MODULUS ? OptionalLong.of(value) : OptionalLong.empty();
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    private static Element element(String name) {
        return new DefaultElement(QName.get(name, NS));
    }
}
