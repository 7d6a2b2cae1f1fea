# For the launchers: finds the Java that runs us, and the class path of a program. Sourced, with $home set to
# the folder that holds lib/.

needs=25

version_of() {
    sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null || true
}

# Sets $java: the runtime that was packed with us, else the first that is new enough of JAVA_HOME, the one in
# PATH, and what packages install.
find_java() {
    java=$home/runtime/bin/java
    if [ -x "$java" ]; then return; fi
    on_path=$(command -v java || true)
    for candidate in "${JAVA_HOME:-}" "${on_path:+$(dirname "$(dirname "$(readlink -f "$on_path")")")}" \
        /usr/lib/jvm/*; do
        version=$(version_of "$candidate")
        if [ "${version:-0}" -ge "$needs" ] && [ -x "$candidate/bin/java" ]; then
            java=$candidate/bin/java
            return
        fi
    done
    echo "Error: $1 cannot start." >&2
    echo "  Why: it needs Java $needs or newer, and there is none in JAVA_HOME, PATH or /usr/lib/jvm." >&2
    echo "   Do: install temurin-$needs-jre (https://adoptium.net) or your system's openjdk-$needs-jre." >&2
    exit 1
}

# Sets $class_path: a folder's jars by name. The cache of classes holds for this very order alone, and Java's own
# "folder/*" takes them as the file system has them.
find_jars() {
    class_path=
    for jar in "$home/lib/$1"/*.jar; do
        class_path=$class_path${class_path:+:}$jar
    done
}

# Where packages put us (the units name that place), the data are where packages keep them, unless the settings say
# otherwise.
find_data() {
    if [ "$home" = /usr/lib/bellhop ]; then export BELLHOP_PACKAGED_DATA_DIR=/var/lib/bellhop; fi
}

# How each program is run, with its cache and while that is recorded: it holds only where these are the same.
#
# The command line has a short life and a small heap: no parallel collector, no optimising compiler.
cli_flags="-Xmx128m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:+UseCompactObjectHeaders -XX:-UsePerfData -Xlog:disable"
# A half-dead gateway is worse than a stopped one, which is started again.
gateway_flags="-XX:+UseCompactObjectHeaders -XX:+ExitOnOutOfMemoryError --enable-native-access=ALL-UNNAMED"

# Sets $collector: the smallest one, which is what the figures in the documents are of, unless another is asked for.
find_collector() {
    collector=-XX:+UseSerialGC
    for option in ${JAVA_OPTS:-} ${JDK_JAVA_OPTIONS:-} ${JAVA_TOOL_OPTIONS:-} ${_JAVA_OPTIONS:-}; do
        case $option in -XX:+Use*GC) collector= ;; esac
    done
}

# Sets $cache to the flag for a program's cache, if there is one.
find_cache() {
    cache=
    if [ -f "$home/cache/$1.aot" ]; then cache=-XX:AOTCache=$home/cache/$1.aot; fi
}
