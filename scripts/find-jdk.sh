# Finds a JDK 25 or newer and exports JAVA_HOME. Sourced by ./run, ./check and .ci/run.
#
# Looks at JAVA_HOME, the javac on the PATH, and the folders in which systems and version managers
# keep their JVMs; the first that is new enough wins.

vmgate_jdk_version() {
  # Prints the feature number of the JDK in folder $1, or nothing when it is none.
  [ -x "$1/bin/javac" ] || return 0
  "$1/bin/javac" -version 2>&1 | sed -n 's/^javac \([0-9][0-9]*\).*/\1/p' | head -n 1
}

vmgate_find_jdk() {
  local wanted=25 candidate version path_javac
  path_javac=$(command -v javac || true)
  if [ -n "$path_javac" ]; then
    path_javac=$(dirname "$(dirname "$(readlink -f "$path_javac")")")
  fi
  for candidate in "${JAVA_HOME:-}" "$path_javac" \
    /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* /opt/*jdk* \
    "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    [ -n "$candidate" ] && [ -d "$candidate" ] || continue
    version=$(vmgate_jdk_version "$candidate")
    if [ -n "$version" ] && [ "$version" -ge "$wanted" ]; then
      export JAVA_HOME="$candidate"
      return 0
    fi
  done
  echo "VMGate needs a JDK $wanted or newer and found none: install one, or set JAVA_HOME to its folder." >&2
  return 1
}

vmgate_find_jdk
