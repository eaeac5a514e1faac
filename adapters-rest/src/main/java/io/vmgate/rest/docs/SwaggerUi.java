package io.vmgate.rest.docs;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Find the Swagger UI on the class path. */
public final class SwaggerUi {
  private static final String POM = "/META-INF/maven/org.webjars/swagger-ui/pom.properties";

  private SwaggerUi() {}

  /** The version that is on the class path, which its resources' paths contain. */
  public static String version() {
    try (InputStream pom = SwaggerUi.class.getResourceAsStream(POM)) {
      if (pom == null) {
        throw new IllegalStateException("the Swagger UI is not on the class path");
      }
      Properties properties = new Properties();
      properties.load(pom);
      return properties.getProperty("version");
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
