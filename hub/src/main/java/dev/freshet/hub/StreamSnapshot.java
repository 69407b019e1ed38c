package dev.freshet.hub;

import dev.freshet.contract.Epoch;
import dev.freshet.contract.StreamKey;
import dev.freshet.media.Track;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What an administrator sees of one stream. A value.
///
/// @param segment the newest one, 0 before the first frame
/// @param publisher who publishes now, or null while the stream waits for its publisher
/// @param state whether frames come
/// @param publishedUnixMs when the present publication began
/// @param viewers by format key
/// @param logBytes payload bytes that the FrameLog holds
public record StreamSnapshot(
    StreamKey key,
    @Nullable Epoch epoch,
    long segment,
    @Nullable PublishRequest publisher,
    StreamState state,
    long publishedUnixMs,
    List<Track> tracks,
    long videoBps,
    long audioBps,
    double videoFps,
    long gopMs,
    long skewMs,
    long totalBytes,
    long totalFrames,
    long takeovers,
    Map<String, Integer> viewers,
    long logBytes) {}
