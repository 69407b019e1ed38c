package dev.freshet.node.playback.rtmp;

import dev.freshet.contract.StreamKey;
import dev.freshet.contract.service.ServiceConfig;
import dev.freshet.contract.service.ServiceTable;
import dev.freshet.node.playback.PlayGate;
import dev.freshet.node.rtmp.RtmpPeer;
import dev.freshet.node.rtmp.RtmpRole;
import dev.freshet.node.rtmp.RtmpService;
import dev.freshet.node.rtmp.StreamAddress;
import dev.freshet.node.session.Sessions;
import dev.freshet.protocol.rtmp.PlayRequest;
import dev.freshet.protocol.rtmp.RtmpAddress;
import dev.freshet.protocol.rtmp.RtmpFormat;
import dev.freshet.protocol.rtmp.message.Status;
import java.util.function.Supplier;

/// Lets RTMP players in. Thread-safe.
public final class RtmpPlayback implements RtmpService.Playing {
  private final PlayGate gate;
  private final Supplier<ServiceTable> services;
  private final Sessions sessions;

  public RtmpPlayback(PlayGate gate, Supplier<ServiceTable> services, Sessions sessions) {
    this.gate = gate;
    this.services = services;
    this.sessions = sessions;
  }

  @Override
  public RtmpRole play(RtmpPeer peer, PlayRequest request) {
    RtmpAddress address = request.address();
    ServiceConfig service = services.get().forPlay(address.host());
    StreamAddress stream = StreamAddress.of(address, service);
    StreamKey key = stream.key();
    if (key == null) {
      request.refuse(Status.PLAY_STREAM_NOT_FOUND, stream.problem());
      return NOBODY;
    }
    RtmpViewer viewer = new RtmpViewer(peer, request, formatOf(address), sessions);
    viewer.open(gate, key, service);
    return viewer;
  }

  private static RtmpFormat formatOf(RtmpAddress address) {
    boolean hevc12 = "12".equals(address.param("hevc"));
    boolean clock = "1".equals(address.param("clock"));
    return new RtmpFormat(hevc12, clock);
  }
}
