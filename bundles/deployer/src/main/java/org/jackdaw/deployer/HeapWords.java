package org.jackdaw.deployer;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.netbeans.lib.profiler.heap.Instance;
import org.netbeans.lib.profiler.heap.JavaClass;
import org.netbeans.lib.profiler.heap.PrimitiveArrayInstance;

/** What things in a heap dump are called. */
final class HeapWords {

    private HeapWords() {}

    /** Returns a field's value: an {@link Instance}, a boxed number, or null, as in the heap or for want of the field. */
    static Object field(Instance instance, String name) {
        return instance.getValueOfField(name);
    }

    /** Whether it is of a class of this name, or of one below it. */
    static boolean is(Instance instance, String type) {
        for (JavaClass at = instance.getJavaClass(); at != null; at = at.getSuperClass()) {
            if (at.getName().equals(type)) {
                return true;
            }
        }
        return false;
    }

    static String thread(Instance thread) {
        return "the thread \"" + (field(thread, "name") instanceof Instance name ? text(name) : "") + "\"";
    }

    static String place(StackTraceElement frame) {
        return frame.getClassName() + "." + frame.getMethodName() + " (line " + frame.getLineNumber() + ")";
    }

    /** Returns what a string holds; empty if it is no string. */
    static String text(Instance string) {
        if (!(field(string, "value") instanceof PrimitiveArrayInstance array)
                || !(field(string, "coder") instanceof Byte coder)) {
            return "";
        }
        List<?> values = array.getValues();
        byte[] bytes = new byte[values.size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = Byte.parseByte(String.valueOf(values.get(i)));
        }
        return new String(bytes, coder == 0 ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_16LE);
    }

    /** Returns whose a class is: Java's, the launcher's, or a bundle's, as Felix has noted its name. */
    static String owner(JavaClass type) {
        Instance loader = type.getClassLoader();
        if (loader == null || type.getName().startsWith("java.")) {
            return "of Java";
        }
        if (field(loader, "m_wiring") instanceof Instance wiring
                && field(wiring, "m_revision") instanceof Instance revision
                && field(revision, "m_symbolicName") instanceof Instance name) {
            return "of the bundle " + text(name);
        }
        return "of what the server was started with";
    }
}
