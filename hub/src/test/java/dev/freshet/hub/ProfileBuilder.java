package dev.freshet.hub;

import dev.freshet.contract.service.Profile;
import dev.freshet.contract.service.SegmentConfig;
import dev.freshet.contract.service.ServiceConfig;
import dev.freshet.contract.service.TakeoverPolicy;
import java.util.List;

/// A profile and its service for one test, key by key; what is not set is generous.
final class ProfileBuilder {
  private int startBackMs;
  private int gopCacheMs = 2_000;
  private int gopCacheBytes = 8 << 20;
  private int gopCacheFrames = 1_000;
  private int mergeWindowMs;
  private int maxMergeWindowMs = 350;
  private int maxCursorAgeMs = 3_000;
  private int maxSkipsPerMinute = 8;
  private int stalledWriteMs = 8_000;
  private int segmentMs = 2_000;
  private int partMs = 350;
  private int replayWindowMs = 6_000;
  private int replayWindowBytes = 32 << 20;
  private TakeoverPolicy takeover = TakeoverPolicy.REPLACE;
  private int graceMs = 10_000;
  private int waitForPublisherMs = 5_000;
  private int maxTracks = 8;
  private int maxStreams = 1_000;

  ProfileBuilder startBackMs(int value) {
    startBackMs = value;
    return this;
  }

  ProfileBuilder gopCacheMs(int value) {
    gopCacheMs = value;
    return this;
  }

  ProfileBuilder gopCacheBytes(int value) {
    gopCacheBytes = value;
    return this;
  }

  ProfileBuilder gopCacheFrames(int value) {
    gopCacheFrames = value;
    return this;
  }

  ProfileBuilder mergeWindowMs(int value) {
    mergeWindowMs = value;
    return this;
  }

  ProfileBuilder maxMergeWindowMs(int value) {
    maxMergeWindowMs = value;
    return this;
  }

  ProfileBuilder maxCursorAgeMs(int value) {
    maxCursorAgeMs = value;
    return this;
  }

  ProfileBuilder maxSkipsPerMinute(int value) {
    maxSkipsPerMinute = value;
    return this;
  }

  ProfileBuilder stalledWriteMs(int value) {
    stalledWriteMs = value;
    return this;
  }

  ProfileBuilder segmentMs(int value) {
    segmentMs = value;
    return this;
  }

  ProfileBuilder partMs(int value) {
    partMs = value;
    return this;
  }

  ProfileBuilder replayWindowBytes(int value) {
    replayWindowBytes = value;
    return this;
  }

  ProfileBuilder takeover(TakeoverPolicy value) {
    takeover = value;
    return this;
  }

  ProfileBuilder graceMs(int value) {
    graceMs = value;
    return this;
  }

  ProfileBuilder waitForPublisherMs(int value) {
    waitForPublisherMs = value;
    return this;
  }

  ProfileBuilder maxTracks(int value) {
    maxTracks = value;
    return this;
  }

  ProfileBuilder maxStreams(int value) {
    maxStreams = value;
    return this;
  }

  Profile profile() {
    return new Profile(
        "test",
        startBackMs,
        gopCacheMs,
        gopCacheBytes,
        gopCacheFrames,
        mergeWindowMs,
        maxMergeWindowMs,
        maxCursorAgeMs,
        maxSkipsPerMinute,
        stalledWriteMs,
        segmentMs,
        partMs,
        replayWindowMs,
        replayWindowBytes,
        0,
        0);
  }

  ServiceConfig service() {
    return new ServiceConfig(
        "default",
        List.of(),
        List.of(),
        profile(),
        takeover,
        graceMs,
        200,
        waitForPublisherMs,
        maxTracks,
        100_000,
        maxStreams,
        SegmentConfig.DEFAULTS);
  }
}
