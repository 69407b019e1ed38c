package dev.freshet.media.flv;

/// An XML document as AMF carries it; never parsed.
public record AmfXml(String text) {}
