# Sourced by the scripts that need Java.

# Prints the home of a Java 25 or newer; with the argument "javac" only of one that has a compiler. Fails if there is none.
find_java() {
    on_path=$(command -v java) && on_path=$(readlink -f "$on_path") && on_path=${on_path%/bin/java}
    for java_home in "$JACKDAW_JAVA_HOME" "$JAVA_HOME" "$on_path" \
        /usr/lib/jvm/* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/*; do
        [ -r "$java_home/release" ] && [ -x "$java_home/bin/${1:-java}" ] || continue
        version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$java_home/release")
        if [ "${version:-0}" -ge 25 ]; then
            echo "$java_home"
            return 0
        fi
    done
    return 1
}
