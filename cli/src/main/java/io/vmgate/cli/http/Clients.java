package io.vmgate.cli.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Makes the JDK's client for a server. */
public final class Clients {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private Clients() {}

  /**
   * Make one.
   *
   * @param authorities a PEM file of certificates to trust instead of the JVM's; null for those
   * @throws IOException when that file cannot be read or is none
   */
  public static HttpClient forServer(String server, @Nullable Path authorities) throws IOException {
    HttpClient.Builder client =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE);
    try {
      if (!server.startsWith("https:")) {
        client.sslContext(new NoTls());
      } else if (authorities != null) {
        client.sslContext(trusting(authorities));
      }
    } catch (GeneralSecurityException unusable) {
      throw new IOException(unusable.getMessage(), unusable);
    }
    return client.build();
  }

  private static SSLContext trusting(Path authorities)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    int number = 0;
    try (InputStream pem = Files.newInputStream(authorities)) {
      for (Certificate certificate :
          CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
        store.setCertificateEntry("authority-" + number++, certificate);
      }
    }
    if (number == 0) {
      throw new IOException("no certificate in " + authorities);
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(new KeyManager[0], trust.getTrustManagers(), null);
    return context;
  }
}
