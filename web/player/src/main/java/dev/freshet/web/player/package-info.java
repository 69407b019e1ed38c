/// The watch page as the node serves it: the bundle that `page.sh` builds from the TypeScript in
/// `web/player/page`, read from the class path. Read [PlayerPage] first; the page's own side begins
/// at `page/main.ts`, and what it expects of the node is in `docs/protocols/watch-page.md`. Knows
/// nothing of HTTP or of any other module.
@NullMarked
package dev.freshet.web.player;

import org.jspecify.annotations.NullMarked;
