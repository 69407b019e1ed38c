#!/bin/sh
# Builds (`page.sh build`) or tests (`page.sh test`) the watch page; called by Maven. Does nothing
# when nothing changed. Without Node.js the page is the small one in src/main/resources.
set -eu
cd "$(dirname "$0")"
out=target/classes/web/player

fingerprint() { # of the files and folders named
  find "$@" -type f | LC_ALL=C sort | xargs cksum | cksum
}

has_node() {
  command -v npm >/dev/null 2>&1 && node -e '
    const [major, minor] = process.versions.node.split(".").map(Number);
    process.exit(major > 22 || (major === 22 && minor >= 12) || (major === 20 && minor >= 19) ? 0 : 1)' 2>/dev/null
}

install() {
  lock=$(fingerprint package.json package-lock.json .npmrc)
  if [ "$(cat node_modules/.freshet-lock 2>/dev/null)" != "$lock" ]; then
    echo "freshet: fetching the watch page's libraries (npm ci)"
    npm ci --loglevel=error --prefer-offline >/dev/null || {
      echo "freshet: npm ci failed in web/player (see above); is the npm registry reachable?" >&2
      exit 1
    }
    echo "$lock" >node_modules/.freshet-lock
  fi
}

build() {
  sources=$(fingerprint page package.json package-lock.json tsconfig.json vite.config.ts page.sh)
  [ "$(cat target/page.built 2>/dev/null)" != "$sources" ] || [ ! -f $out/assets.list ] || return 0
  if ! has_node; then
    rm -rf $out target/page.built
    echo "freshet: the watch page is built without Node.js and cannot play: install Node.js 20.19 or newer with npm (nodejs.org), then build again"
    return 0
  fi
  install
  echo "freshet: building the watch page"
  mkdir -p target
  npm run --silent build -- --logLevel warn
  (cd $out && find . -type f ! -name assets.list ! -name index.html | sed 's|^\./||' | LC_ALL=C sort >assets.list)
  echo "$sources" >target/page.built
}

run_tests() {
  if ! has_node; then
    echo "!!! THE WATCH PAGE WAS NOT TESTED: Node.js 20.19 or newer with npm not found." >&2
    return 0
  fi
  install
  golden=../../protocol/src/test/resources/dev/freshet/protocol
  tested="$(fingerprint page test package.json package-lock.json vite.config.ts tsconfig.json $golden/hls/golden $golden/dash/golden) $(command -v chromium ffmpeg || true)"
  [ "$(cat target/page.tested 2>/dev/null)" != "$tested" ] || return 0
  NO_COLOR=1 npm test --silent
  echo "$tested" >target/page.tested
}

case ${1:-} in
  build) build ;;
  test) run_tests ;;
  *) echo "usage: page.sh build|test" >&2; exit 2 ;;
esac
