/// How events are written: one line each on standard error, `key=value` or JSON. Read [Logs] first.
@NullMarked
package dev.freshet.app.log;

import org.jspecify.annotations.NullMarked;
