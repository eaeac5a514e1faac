package io.vmgate.simulator.identity;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/**
 * The certificate and the bearer token; made at the first start and found again at every later one.
 */
public final class ServerIdentity {
  private static final Duration VALIDITY = Duration.ofDays(3650);

  private final Path folder;
  private final String token;

  private ServerIdentity(Path folder, String token) {
    this.folder = folder;
    this.token = token;
  }

  /**
   * Read the identity, or make what is missing of it.
   *
   * @param folder where the files are kept; made if it does not exist
   * @throws IOException if the folder cannot be read or written
   */
  public static ServerIdentity in(Path folder, InstantSource clock) throws IOException {
    Files.createDirectories(folder);
    Path tokenFile = folder.resolve("token");
    if (!Files.exists(tokenFile)) {
      byte[] random = new byte[32];
      new SecureRandom().nextBytes(random);
      PrivateFiles.write(tokenFile, HexFormat.of().formatHex(random));
    }
    ServerIdentity identity =
        new ServerIdentity(folder, Files.readString(tokenFile, StandardCharsets.UTF_8).strip());
    if (!Files.exists(identity.keyFile()) || !Files.exists(identity.certificateFile())) {
      identity.makeCertificates(clock.instant());
    }
    return identity;
  }

  private void makeCertificates(Instant now) throws IOException {
    try {
      CertificateBuilder template =
          new CertificateBuilder()
              .ecp256()
              .notBefore(now.minus(Duration.ofDays(1)))
              .notAfter(now.plus(VALIDITY));
      X509Bundle authority =
          template
              .copy()
              .subject("CN=vmgate-simulator-ca")
              .setIsCertificateAuthority(true)
              .buildSelfSigned();
      X509Bundle server =
          template
              .copy()
              .subject("CN=vmgate-simulator")
              .addSanDnsName("localhost")
              .addSanDnsName("kubernetes.default.svc")
              .addSanIpAddress("127.0.0.1")
              .addExtendedKeyUsageServerAuth()
              .buildIssuedBy(authority);
      PrivateFiles.write(authorityFile(), authority.getCertificatePEM());
      PrivateFiles.write(keyFile(), server.getPrivateKeyPEM());
      PrivateFiles.write(certificateFile(), server.getCertificatePathPEM());
    } catch (Exception failure) {
      throw new IOException("Cannot make the server's certificate", failure);
    }
  }

  /**
   * Build the server's side of TLS; offers HTTP/1.1 alone.
   *
   * <p>The JDK's context is made here and only wrapped: Netty's builder would try it out first and
   * load a whole cryptography library to read the key, which together doubles the time to start.
   *
   * @throws IOException if the kept files are broken
   */
  public SslContext tls() throws IOException {
    char[] password = token.toCharArray();
    try {
      // It never leaves memory, so the old type does, whose cheap protection costs no time.
      KeyStore store = KeyStore.getInstance("JKS");
      store.load(null, password);
      store.setKeyEntry("server", privateKey(), password, certificates());
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, password);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), new TrustManager[0], null);
      return new JdkSslContext(
          context,
          false,
          null,
          SupportedCipherSuiteFilter.INSTANCE,
          new ApplicationProtocolConfig(
              ApplicationProtocolConfig.Protocol.ALPN,
              ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
              ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
              ApplicationProtocolNames.HTTP_1_1),
          ClientAuth.NONE,
          null,
          false);
    } catch (GeneralSecurityException broken) {
      throw new IOException("The kept certificate does not work", broken);
    }
  }

  private X509Certificate[] certificates() throws IOException {
    try (InputStream pem = Files.newInputStream(certificateFile())) {
      return CertificateFactory.getInstance("X.509").generateCertificates(pem).stream()
          .map(X509Certificate.class::cast)
          .toArray(X509Certificate[]::new);
    } catch (CertificateException broken) {
      throw new IOException("The kept certificate is broken", broken);
    }
  }

  /**
   * Read the key here: Netty's own reader loads a whole cryptography library for it, which takes
   * half a second.
   */
  private PrivateKey privateKey() throws IOException {
    String pem = Files.readString(keyFile(), StandardCharsets.UTF_8);
    String base64 = pem.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
    try {
      return KeyFactory.getInstance("EC")
          .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
    } catch (GeneralSecurityException | IllegalArgumentException broken) {
      throw new IOException("The kept key is broken", broken);
    }
  }

  public String token() {
    return token;
  }

  /**
   * Tell whether an Authorization header carries the token; takes the same time for every wrong
   * one.
   */
  public boolean accepts(String authorization) {
    return MessageDigest.isEqual(
        ("Bearer " + token).getBytes(StandardCharsets.UTF_8),
        authorization.getBytes(StandardCharsets.UTF_8));
  }

  /** Give the certificate that clients trust, as PEM. */
  public String authority() throws IOException {
    return Files.readString(authorityFile(), StandardCharsets.UTF_8);
  }

  public Path authorityFile() {
    return folder.resolve("ca.crt");
  }

  /**
   * Write the file that kubectl and other clients take.
   *
   * @return its path
   */
  public Path writeKubeconfig(String url) throws IOException {
    String authority =
        Base64.getEncoder().encodeToString(authority().getBytes(StandardCharsets.UTF_8));
    Path file = folder.resolve("kubeconfig");
    PrivateFiles.write(
        file,
        """
        apiVersion: v1
        kind: Config
        clusters:
        - name: vmgate-simulator
          cluster:
            server: %s
            certificate-authority-data: %s
        users:
        - name: vmgate
          user:
            token: %s
        contexts:
        - name: vmgate-simulator
          context:
            cluster: vmgate-simulator
            user: vmgate
            namespace: default
        current-context: vmgate-simulator
        """
            .formatted(url, authority, token));
    return file;
  }

  private Path certificateFile() {
    return folder.resolve("server.crt");
  }

  private Path keyFile() {
    return folder.resolve("server.key");
  }
}
