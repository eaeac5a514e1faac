package io.vmgate.kubevirt.console;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.security.GeneralSecurityException;
import javax.net.ssl.KeyManager;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/** Makes TLS of the cluster's client configuration: whom to trust, and as whom to appear. */
final class LineTls {
  private LineTls() {}

  /**
   * Make the context that lines are encrypted with; BoringSSL where this platform has it.
   *
   * @throws IllegalArgumentException when certificates or keys cannot be read
   */
  static SslContext of(Config config) {
    try {
      SslContextBuilder builder =
          SslContextBuilder.forClient()
              .sslProvider(OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK)
              .endpointIdentificationAlgorithm(
                  config.isDisableHostnameVerification() || config.isTrustCerts() ? null : "HTTPS");
      TrustManager trust = only(SSLUtils.trustManagers(config));
      KeyManager keys = only(SSLUtils.keyManagers(config));
      if (trust != null) {
        builder.trustManager(trust);
      }
      if (keys != null) {
        builder.keyManager(keys);
      }
      return builder.build();
    } catch (IOException | GeneralSecurityException unreadable) {
      throw new IllegalArgumentException(
          "the cluster's certificates cannot be used: " + unreadable.getMessage(), unreadable);
    }
  }

  private static <T> @Nullable T only(T @Nullable [] all) {
    return all == null || all.length == 0 ? null : all[0];
  }
}
