package dev.freshet.cluster.store.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.cluster.store.Failed;
import dev.freshet.cluster.store.LeaseRecord;
import dev.freshet.cluster.store.StoreClient;
import dev.freshet.cluster.store.StoreLimits;
import dev.freshet.cluster.store.StorePrefix;
import dev.freshet.cluster.store.StoreThread;
import dev.freshet.cluster.store.WatchRecord;
import dev.freshet.cluster.store.WriteAnswer;
import dev.freshet.contract.time.Clock;
import dev.freshet.testkit.etcd.EtcdProcess;
import io.etcd.jetcd.Auth;
import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.grpc.netty.GrpcSslContexts;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who is let in.
class EtcdAccessTest {
  @TempDir Path folder;
  private final EtcdRig rig = new EtcdRig();
  private final StoreThread loop = new StoreThread("caller", Clock.system());

  @AfterEach
  void close() {
    rig.close();
    loop.close();
  }

  @Test
  void usesUserPasswordAndTls() throws Exception {
    makeCertificate();
    try (EtcdProcess etcd = startWithTls()) {
      URI address = URI.create("https://127.0.0.1:" + etcd.port());
      requireUsers(address);
      EtcdConfig.Tls tls = new EtcdConfig.Tls(file("cert"), null, null, "etcd.test");

      try (StoreClient client = open(address, "right", tls)) {
        LeaseRecord lease = new LeaseRecord();
        client.store().lease(5_000, loop, lease);
        WatchRecord watched = new WatchRecord();
        client.store().watch(new StorePrefix("w/"), loop, watched);
        assertThat(client.set("w/a", 0, "1", lease.awaitGranted(1)))
            .isInstanceOf(WriteAnswer.Done.class);
        watched.awaitView(Map.of("w/a", "1"));
      }
      try (StoreClient wrong = open(address, "wrong", tls)) {
        assertThat(failure(wrong).kind()).isEqualTo(Failed.Kind.DENIED);
        assertThat(failure(wrong).detail()).contains("invalid user ID or password");
      }
      try (StoreClient distrusting = open(address, "right", null)) {
        assertThat(failure(distrusting).kind()).isEqualTo(Failed.Kind.UNAVAILABLE);
      }
    }
  }

  private static Failed failure(StoreClient client) {
    return (Failed) client.get("w/a");
  }

  private StoreClient open(URI address, String password, EtcdConfig.@Nullable Tls tls) {
    EtcdConfig config =
        new EtcdConfig(
            List.of(address),
            new EtcdConfig.Credentials("root", password),
            tls,
            "freshet/",
            1_500,
            10_000);
    return new StoreClient(rig.open(config), loop);
  }

  private void requireUsers(URI address) throws Exception {
    try (Client raw =
        Client.builder()
            .endpoints(address)
            .authority("etcd.test")
            .sslContext(GrpcSslContexts.forClient().trustManager(file("cert").toFile()).build())
            .build()) {
      Auth auth = raw.getAuthClient();
      ByteSequence root = EtcdClients.bytes("root");
      auth.userAdd(root, EtcdClients.bytes("right")).get(10, TimeUnit.SECONDS);
      auth.roleAdd(root).get(10, TimeUnit.SECONDS);
      auth.userGrantRole(root, root).get(10, TimeUnit.SECONDS);
      auth.authEnable().get(10, TimeUnit.SECONDS);
    }
  }

  private EtcdProcess startWithTls() throws Exception {
    return EtcdProcess.start(
        Files.createDirectory(folder.resolve("etcd")),
        "--cert-file",
        file("cert").toString(),
        "--key-file",
        file("key").toString());
  }

  private void makeCertificate() throws Exception {
    List<String> command =
        List.of(
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:P-256",
            "-nodes",
            "-days",
            "2",
            "-subj",
            "/CN=etcd.test",
            "-addext",
            "subjectAltName=DNS:etcd.test",
            "-keyout",
            file("key").toString(),
            "-out",
            file("cert").toString());
    Process openssl = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(openssl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(openssl.waitFor()).as(said).isZero();
  }

  private Path file(String name) {
    return folder.resolve(name + ".pem");
  }

  @Test
  void refusesCertificatesThatCannotBeRead() {
    EtcdConfig.Tls tls = new EtcdConfig.Tls(file("missing"), null, null, null);
    EtcdConfig config =
        new EtcdConfig(
            List.of(URI.create("https://127.0.0.1:1")), null, tls, "freshet/", 1_500, 10_000);

    assertThat(EtcdStore.open(config, loop, StoreLimits.DEFAULT, new Random(1)))
        .isInstanceOfSatisfying(
            EtcdStore.OpenAnswer.Refused.class,
            refused -> assertThat(refused.reason()).contains("missing.pem"));
  }

  @Test
  void saysWhatIsWrongWithAnAddress() {
    assertThatThrownBy(() -> EtcdConfig.of(List.of(URI.create("127.0.0.1"))))
        .hasMessage(
            "cluster.etcd: '127.0.0.1' (expected: http://HOST:PORT or https://HOST:PORT, all alike)");
    assertThatThrownBy(() -> EtcdConfig.of(List.of()))
        .hasMessage("cluster.etcd: empty (expected: at least one address)");
  }
}
