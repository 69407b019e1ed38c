package dev.freshet.node.playback.hls;

import dev.freshet.contract.StreamKey;
import dev.freshet.contract.service.ServiceTable;
import dev.freshet.node.http.HttpRoute;
import dev.freshet.node.http.Wire;
import dev.freshet.node.net.PeerFaults;
import dev.freshet.node.playback.PlayGate;
import dev.freshet.node.playback.dash.DashRoute;
import dev.freshet.node.playback.dash.DashTexts;
import dev.freshet.node.playback.packaging.Packagers;
import dev.freshet.node.playback.segments.SegmentSessions;
import dev.freshet.node.playback.segments.SessionRoute;
import dev.freshet.node.playback.segments.SessionStart;
import dev.freshet.node.playback.segments.SessionToken;
import dev.freshet.node.session.Session;
import dev.freshet.node.session.Sessions;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// All that answers HLS and DASH over HTTP, wired as the program wires it, on simulated loops with
/// the test card on air. Owned by the test.
public final class HlsNode {
  static final StreamKey KEY = StreamKey.of("default/live/test");
  static final String FIRST = "/live/test.m3u8";
  static final String SECRET = "a secret that two nodes share";
  private static final int STEP_MS = 40;
  private static final Pattern ADDRESS = Pattern.compile("(?m)^(?!#)(.+)$|URI=\"([^\"]+)\"");

  final OnAir onAir;
  final Sessions sessions = new Sessions();
  final Packagers packagers;
  private final PeerFaults faults;
  private final List<HttpRoute> routes;
  private final List<Wire> wires = new ArrayList<>();

  public HlsNode(OnAir onAir) {
    this(onAir, SECRET, 1);
  }

  HlsNode(OnAir onAir, String secret, long seed) {
    this.onAir = onAir;
    faults = new PeerFaults(onAir.loops.clock());
    PlayGate gate = new PlayGate(onAir.registry);
    Supplier<ServiceTable> services = () -> new ServiceTable(List.of(onAir.service), List.of());
    SegmentSessions viewers =
        new SegmentSessions(
            sessions,
            gate,
            new SessionToken.Signer(secret),
            new Random(seed),
            onAir.counters,
            () -> onAir.limits,
            onAir.loops.loop(0));
    packagers = new Packagers(onAir.host);
    onAir.registry.onLive(packagers::wentLive);
    SessionStart start = new SessionStart(gate, packagers, viewers, onAir.counters);
    routes =
        List.of(
            new HlsRoute(start, services),
            new DashRoute(start, services),
            new SessionRoute(
                onAir.registry,
                services,
                packagers,
                viewers,
                onAir.counters,
                List.of(new HlsTexts(), new DashTexts())));
  }

  /// A client's connection.
  Wire connect(String address, int port) {
    Wire wire = new Wire(onAir.loops, faults, new InetSocketAddress(address, port), routes);
    wires.add(wire);
    return wire;
  }

  public Wire connect() {
    return connect("192.0.2.1", 5_000);
  }

  /// Asks over a connection of its own; the answer must come at once.
  Wire.Reply ask(String method, String uri, String... headers) {
    Wire wire = connect();
    Wire.Reply reply = Objects.requireNonNull(wire.send(method, uri, headers).reply(), uri);
    wire.close();
    return reply;
  }

  public Wire.Reply get(String uri, String... headers) {
    return ask("GET", uri, headers);
  }

  /// The address of a viewer's own media playlist: the first that its first playlist names.
  String join(String format) {
    Wire.Reply reply = get(FIRST + "?format=" + format);
    return "/live/" + variant(reply.text());
  }

  private static String variant(String text) {
    return text.lines().filter(line -> !line.startsWith("#")).findFirst().orElseThrow();
  }

  /// Every address in a playlist, as it stands there.
  static List<String> addresses(String text) {
    Matcher found = ADDRESS.matcher(text);
    List<String> addresses = new ArrayList<>();
    while (found.find()) {
      addresses.add(found.group(1) == null ? found.group(2) : found.group(1));
    }
    return addresses;
  }

  /// An address that stands in the playlist at `base`.
  static String resolve(String base, String address) {
    return base.substring(0, base.lastIndexOf('/') + 1) + address;
  }

  /// Lets time pass, in which the publisher sends.
  public void passMs(int ms) {
    for (int i = 0; i < ms / STEP_MS; i++) {
      onAir.passMs(STEP_MS);
    }
  }

  Session viewer() {
    return sessions.of(KEY).getFirst();
  }

  /// Lets go of everything that time lets go of.
  public void close() {
    wires.forEach(Wire::close);
    onAir.unpublish();
    onAir.passNothingMs(onAir.limits.packagerIdleMs() + 5_000);
  }
}
