package dev.freshet.hub;

import dev.freshet.contract.service.ServiceConfig;

/// A stream of pictures and sound in real time, 25 pictures a second, that a test drives.
final class Broadcast {
  static final int FRAME_MS = 40;

  final Rig rig;
  final ServiceConfig service;
  FakePublisher publisher;
  private final int framesPerGop;
  private final int payloadBytes;
  private long frames;
  private long startMs;

  /// Publishes on loop 0.
  Broadcast(Rig rig, ServiceConfig service, int framesPerGop, int payloadBytes) {
    this.rig = rig;
    this.service = service;
    this.framesPerGop = framesPerGop;
    this.payloadBytes = payloadBytes;
    publisher = rig.accepted(0, service);
    publisher.announce(1, 1);
  }

  /// Another publisher takes the stream, with times of its own.
  void resume(int loop, int videoConfig, long startMs) {
    publisher = rig.accepted(loop, service);
    this.startMs = startMs;
    frames = 0;
    publisher.announce(videoConfig, 1);
  }

  /// Lets `count` pictures and their sound pass, each at its time.
  void frames(int count) {
    for (int i = 0; i < count; i++) {
      frame();
      rig.loops.advanceMs(FRAME_MS);
    }
  }

  /// One picture and its sound, now.
  void frame() {
    long dtsMs = startMs + frames * FRAME_MS;
    publisher.video(dtsMs, frames % framesPerGop == 0, payloadBytes);
    publisher.audio(dtsMs, 40);
    publisher.flush();
    frames++;
  }

  Stream stream() {
    return rig.stream();
  }
}
