# Sourced by ./freshet, ./test and ./mvnw: puts the home of a JDK 25 or newer into JAVA_HOME and its
# version into jdk, or says in one line what to install and exits with 1.

jdk_major() { # prints the major version of the JDK in folder $1, or 0
  [ -x "$1/bin/javac" ] || { echo 0; return; }
  sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null | grep . || echo 0
}

find_jdk() {
  on_path=$(command -v javac 2>/dev/null) && on_path=$(dirname "$(dirname "$(readlink -f "$on_path")")")
  for home in "${JAVA_HOME:-}" "${on_path:-}" /usr/lib/jvm/* /opt/java/* /opt/jdk* \
    "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    [ -n "$home" ] || continue
    jdk=$(jdk_major "$home")
    if [ "$jdk" -ge 25 ]; then
      JAVA_HOME=$home
      export JAVA_HOME
      return 0
    fi
  done
  echo "freshet: no JDK 25 or newer found (looked in JAVA_HOME, PATH and the usual folders); install one, such as Temurin 25, and set JAVA_HOME to it" >&2
  exit 1
}

find_jdk
