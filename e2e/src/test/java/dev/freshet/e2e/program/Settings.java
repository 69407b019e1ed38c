package dev.freshet.e2e.program;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// The `key=value` settings of the node that the tests of a class share. Without it they share one
/// with all other classes.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Settings {
  String[] value();
}
