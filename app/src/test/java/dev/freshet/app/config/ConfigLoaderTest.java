package dev.freshet.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.app.config.FreshetConfig.ListenPort;
import dev.freshet.contract.node.HostPort;
import dev.freshet.contract.service.Profile;
import dev.freshet.contract.service.TakeoverPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigLoaderTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
"""
listn: {rtmp: ":1"}             | f.yaml:1: listn.rtmp: no such key (nearest: listen.rtmp)
listen: {rtmp: 1935}            | f.yaml:1: listen.rtmp: 1935 (expected: an address such as ":1935", "127.0.0.1:8090" or "[::1]:1935", or "" for off)
listen: 1935                    | f.yaml:1: listen: 1935 (expected: keys below it: admin, http, https, relay, rtmp, rtmps)
drainTimeout: 10                | f.yaml:1: drainTimeout: 10 (expected: a duration such as 10s or 250ms)
drainTimeout: [10s]             | f.yaml:1: drainTimeout: [10s] (expected: a duration such as 10s or 250ms)
limits: {maxMessage: 8}         | f.yaml:1: limits.maxMessage: 8 (expected: a size such as 8MiB)
limits: {maxMessage: 8KiB}      | f.yaml:1: limits.maxMessage: 8KiB (expected: >= 64KiB)
limits: {maxMessage: 2GiB}      | f.yaml:1: limits.maxMessage: 2GiB (expected: <= 2147483647B)
limits: {idleTimeout: 1ms}      | f.yaml:1: limits.idleTimeout: 1ms (expected: >= 1s)
limits: {maxStreams: 0}         | f.yaml:1: limits.maxStreams: 0 (expected: >= 1)
limits: {landingTimeout: 1ms}   | f.yaml:1: limits.landingTimeout: 1ms (expected: >= 300ms)
cluster: {etcd: [host:2379]}    | f.yaml:1: cluster.etcd: [host:2379] (expected: a list, each http://HOST:PORT or https://HOST:PORT)
cluster: {etcd: ["http://a:1"]} | f.yaml:1: cluster.etcd: [http://a:1] (expected: listen.relay and cluster.secret to be set)
cluster: {etcdKey: k.pem}       | f.yaml:1: cluster.etcdKey: k.pem (expected: cluster.etcdCertificate and cluster.etcdKey, both or neither)
cluster: {etcdRoot: a}          | f.yaml:1: cluster.etcdRoot: a (expected: a text that ends in /)
cluster: {secret: short}        | cluster.secret: too short (expected: 16 characters or more)
services: {a: {segments: {listed: 3}}} | f.yaml:1: services.a.segments.listed: 3 (expected: >= 4)
services: {a: {segments: {warm: maybe}}} | f.yaml:1: services.a.segments.warm: maybe (expected: true or false)
services: {a: {segments: {tokens: cookie}}} | f.yaml:1: services.a.segments.tokens: cookie (expected: one of path, query)
limits: {sendBytes: 1KiB}       | f.yaml:1: limits.sendBytes: 1KiB (expected: >= 4KiB)
limits: {maxConnections: -1}    | f.yaml:1: limits.maxConnections: -1 (expected: >= 1)
log: {level: loud}              | f.yaml:1: log.level: loud (expected: one of error, warn, info, debug, trace)
node: {roles: [media, medai]}   | f.yaml:1: node.roles: [media, medai] (expected: a list, each one of media, control, transcode, dns)
proxy: {trusted: [10.0.0.0/40]} | f.yaml:1: proxy.trusted: [10.0.0.0/40] (expected: a list, each an address or a range such as 10.0.0.0/8 or 2001:db8::/32)
proxy: {protocol: [rtmp]}       | f.yaml:1: proxy.protocol: [rtmp] (expected: proxy.trusted to name the proxies)
listen: {rtmps: ":1936"}        | f.yaml:1: listen.rtmps: :1936 (expected: tls.certificate and tls.key to be set)
tls: {key: k.pem}               | f.yaml:1: tls.key: k.pem (expected: tls.certificate and tls.key, both or neither)
listen: {http: ":1935"}         | listen: http: :1935 (expected: another port than rtmp's)
services: {a: {profil: x}}      | f.yaml:1: services.a.profil: no such key (nearest: services.a.profile)
services: {a: {profile: gamin}} | f.yaml:1: services.a.profile: gamin (expected: one of broadcast, gaming, interactive, shopping, showroom; nearest: gaming)
services: {a!: {}}              | services: service: 'a!' (expected: 1 to 128 of letters, digits, '-', '_', '.', beginning with a letter or digit)
profiles: {p: {segment: 100ms}} | f.yaml:1: profiles.p.segment: 100ms (expected: >= 500ms)
profiles: {p: {from: q}}        | f.yaml:1: profiles.p.from: q (expected: one of broadcast, gaming, interactive, shopping, showroom; nearest: gaming)
profiles: {p: {from: p}}        | f.yaml:1: profiles.p.from: p (expected: a profile that does not derive from p)
dataDir: {a: b}                 | f.yaml:1: dataDir.a: no such key (nearest: dataDir)
log: {level: info, level: warn} | f.yaml:1: log.level: is there twice (expected: once)
- a                             | f.yaml:1: expected keys and values
log: [                          | f.yaml:1: expected the node content, but found '<stream end>'
""")
  void saysWhatIsWrongWhereAndWhatWasExpected(String yaml, String problem) throws IOException {
    assertThat(problems(yaml, Map.of(), List.of())).containsExactly(problem);
  }

  @Test
  void saysTheLineOfEachProblem() throws IOException {
    String yaml =
        """
        log:
          level: info

          colour: red
        drainTimeout: soon
        """;
    assertThat(problems(yaml, Map.of(), List.of()))
        .containsExactlyInAnyOrder(
            "f.yaml:4: log.colour: no such key (nearest: log.format)",
            "f.yaml:5: drainTimeout: soon (expected: a duration such as 10s or 250ms)");
  }

  @Test
  void environmentWinsOverTheFileAndTheCommandLineOverBoth() throws IOException {
    String yaml = "listen: {rtmp: ':1', http: ':2', admin: ':3'}";
    Map<String, String> environment =
        Map.of("FRESHET_LISTEN_HTTP", ":20", "FRESHET_LISTEN_ADMIN", ":30", "HOME", "/");
    FreshetConfig config = config(yaml, environment, List.of("listen.admin=:300"));
    assertThat(config.listen())
        .containsEntry(ListenPort.RTMP, new HostPort("", 1))
        .containsEntry(ListenPort.HTTP, new HostPort("", 20))
        .containsEntry(ListenPort.ADMIN, new HostPort("", 300));
  }

  @Test
  void environmentReachesServicesOfTheFileAndListsAreSeparatedByCommas() throws IOException {
    FreshetConfig config =
        config(
            "services: {shop-1: {}}",
            Map.of(
                "FRESHET_SERVICES_SHOP_1_PUSH_DOMAINS", "a.example, b.example",
                "FRESHET_DATA_DIR", "/x",
                "FRESHET_SERVICES_DEFAULT_TAKEOVER", "refuse"),
            List.of());
    assertThat(config.services().forPush("b.example").id()).isEqualTo("shop-1");
    assertThat(config.dataDir()).isEqualTo(Path.of("/x"));
    assertThat(config.services().defaultService().takeover()).isEqualTo(TakeoverPolicy.REFUSE);
  }

  @Test
  void refusesWrongVariablesAndWords() throws IOException {
    assertThat(
            problems(
                "", Map.of("FRESHET_LISTEN_RTMPP", ":1"), List.of("listen.http", "lisen.http=:1")))
        .containsExactlyInAnyOrder(
            "FRESHET_LISTEN_RTMPP: no such key (nearest: FRESHET_LISTEN_RTMP)",
            "--set: listen.http (expected: key=value)",
            "--set: lisen.http: no such key (nearest: listen.http)");
  }

  @Test
  void commandLineMayNameServicesThatTheFileLacks() throws IOException {
    FreshetConfig config =
        config("", Map.of(), List.of("services.shop.example.push.domains=push.example"));
    assertThat(config.services().forPush("push.example").id()).isEqualTo("shop.example");
  }

  @Test
  void derivesProfilesKeyByKeyInAnyOrder() throws IOException {
    String yaml =
        """
        profiles:
          a: {from: b, part: 400ms}
          b: {from: gaming, segment: 4s}
          showroom: {startBack: 1s}
        services:
          default: {profile: a}
        """;
    Profile profile = config(yaml, Map.of(), List.of()).services().defaultService().profile();
    assertThat(profile.name()).isEqualTo("a");
    assertThat(profile.partMs()).isEqualTo(400);
    assertThat(profile.segmentMs()).isEqualTo(4_000);
    assertThat(profile.mergeWindowMs()).isEqualTo(Profile.GAMING.mergeWindowMs());
  }

  @Test
  void aBuiltInProfileMayBeChangedUnderItsOwnName() throws IOException {
    FreshetConfig config =
        config(
            "profiles: {gaming: {segment: 4s}}",
            Map.of(),
            List.of("services.default.profile=gaming"));
    Profile profile = config.services().defaultService().profile();
    assertThat(profile.segmentMs()).isEqualTo(4_000);
    assertThat(profile.gopCacheMs()).isEqualTo(Profile.GAMING.gopCacheMs());
  }

  @Test
  void refusesADomainOfTwoServices() throws IOException {
    String yaml =
        """
        services:
          a: {push: {domains: [x.example]}}
          b: {push: {domains: [X.example]}}
        """;
    assertThat(problems(yaml, Map.of(), List.of()))
        .containsExactly(
            "f.yaml:3: services.b.push.domains: [X.example] (expected: X.example not to belong to"
                + " service a)");
  }

  @Test
  void takesTheExampleOfTheDesign() throws IOException {
    String yaml =
        """
        node:    {id: auto, tier: edge, region: local, isps: [], roles: [media, control]}
        listen:  {rtmp: ":1935", http: ":8080", admin: "127.0.0.1:8090"}
        tls:     {certificate: "", key: ""}
        cluster: {etcd: [], secret: ""}
        database: ""
        dataDir: ./data
        services:
          default: {profile: showroom, push: {}, play: {}}
        """;
    assertThat(config(yaml, Map.of(), List.of()).listen()).hasSize(3);
  }

  @Test
  void emptySectionsAreLeftAtTheirDefaults() throws IOException {
    assertThat(
            problems("listen:\nservices:\n  default:\n  shop:\n    push:\n", Map.of(), List.of()))
        .isEmpty();
  }

  @Test
  void saysThatThereIsNoSuchFile() {
    Path missing = folder.resolve("missing.yaml");
    assertThat(new ConfigLoader(missing, Map.of(), List.of()).load())
        .isEqualTo(
            new ConfigResult.Invalid(List.of(new Problem(missing.toString(), "no such file"))));
  }

  @Test
  void everyKeyHasAVariableOfItsOwn() {
    List<String> names =
        Keys.all().stream().map(key -> Overrides.variableName(key.at("x"))).toList();
    assertThat(names).doesNotHaveDuplicates().allMatch(name -> name.matches("FRESHET_[A-Z_]+"));
  }

  private FreshetConfig config(String yaml, Map<String, String> environment, List<String> sets)
      throws IOException {
    return switch (load(yaml, environment, sets)) {
      case ConfigResult.Loaded loaded -> loaded.config();
      case ConfigResult.Invalid(List<Problem> problems) ->
          throw new AssertionError(problems.toString());
    };
  }

  private List<String> problems(String yaml, Map<String, String> environment, List<String> sets)
      throws IOException {
    return switch (load(yaml, environment, sets)) {
      case ConfigResult.Loaded loaded -> List.of();
      case ConfigResult.Invalid(List<Problem> problems) ->
          problems.stream().map(Problem::toString).toList();
    };
  }

  private ConfigResult load(String yaml, Map<String, String> environment, List<String> sets)
      throws IOException {
    Path file = Files.writeString(folder.resolve("f.yaml"), yaml);
    return new ConfigLoader(file, environment, sets).load();
  }
}
