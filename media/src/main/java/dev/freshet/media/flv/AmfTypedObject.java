package dev.freshet.media.flv;

import java.util.Map;

/// An object with the name of a class that only its sender knows.
public record AmfTypedObject(String className, Map<String, Object> properties) {}
