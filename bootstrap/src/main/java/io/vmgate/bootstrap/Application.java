package io.vmgate.bootstrap;

import io.vmgate.bootstrap.embedded.EmbeddedPlatform;
import io.vmgate.bootstrap.settings.Environment;
import io.vmgate.bootstrap.settings.PlatformSettings;
import io.vmgate.bootstrap.settings.SettingsException;
import java.util.concurrent.CountDownLatch;
import org.slf4j.LoggerFactory;

/**
 * The program. With {@code VMGATE_DATABASE_URL} set it is the production platform; without, it
 * brings along everything that it stands on.
 */
public final class Application {
  private static final int CANNOT_START = 1;
  private static final int WRONG_SETTINGS = 2;

  private Application() {}

  /** Run until told to end. Exit code 2 for wrong settings, 1 if it cannot start. */
  public static void main(String[] arguments) throws InterruptedException {
    Environment environment = new Environment(System.getenv());
    try {
      AutoCloseable platform = start(environment);
      CountDownLatch ended = new CountDownLatch(1);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(platform, ended), "stop"));
      ended.await();
    } catch (SettingsException wrong) {
      System.err.println("VMGate cannot start: " + wrong.getMessage());
      Runtime.getRuntime().halt(WRONG_SETTINGS);
    } catch (RuntimeException failed) {
      LoggerFactory.getLogger(Application.class).error("the platform cannot start", failed);
      System.err.println("VMGate cannot start: " + StartFailures.sentence(failed));
      Runtime.getRuntime().halt(CANNOT_START);
    }
  }

  private static AutoCloseable start(Environment environment) {
    if (!PlatformSettings.isProduction(environment)) {
      LogFormats.choose(PlatformSettings.LogFormat.TEXT);
      return EmbeddedPlatform.start(environment);
    }
    PlatformSettings settings = PlatformSettings.from(environment);
    LogFormats.choose(settings.logFormat());
    Platform platform = Platform.start(settings);
    LoggerFactory.getLogger(Application.class).info("listening on port {}", platform.port());
    return platform;
  }

  private static void stop(AutoCloseable platform, CountDownLatch ended) {
    try {
      platform.close();
    } catch (Exception failed) {
      System.err.println("VMGate did not stop cleanly: " + failed.getMessage());
    } finally {
      ended.countDown();
    }
  }
}
