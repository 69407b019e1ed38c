package dev.freshet.bench.subject;

import java.nio.file.Path;

/// A certificate for tests of other packages.
public record TestCertificate(Path chain, Path key) {
  public static TestCertificate create(Path folder) throws Exception {
    Certificate certificate = Certificate.create(folder);
    return new TestCertificate(certificate.chain(), certificate.key());
  }
}
