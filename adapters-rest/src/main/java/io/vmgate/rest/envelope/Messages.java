package io.vmgate.rest.envelope;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import jakarta.inject.Singleton;
import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.Locale.LanguageRange;
import java.util.Map;
import java.util.ResourceBundle;

/** Put texts into the caller's language: Chinese unless English is preferred. */
@Singleton
public final class Messages {
  private static final String BUNDLE = "io.vmgate.rest.messages";
  private static final Locale DEFAULT = Locale.CHINESE;

  /** The languages that there are, the usual one first. */
  public static final List<Locale> LANGUAGES = List.of(DEFAULT, Locale.ENGLISH);

  private final Map<Locale, ResourceBundle> bundles =
      Map.of(
          Locale.CHINESE, bundle(Locale.CHINESE),
          Locale.ENGLISH, bundle(Locale.ENGLISH));

  /** The text of that key in the request's language. */
  public String text(HttpRequest<?> request, String key, List<?> arguments) {
    return text(language(request), key, arguments);
  }

  /** The text of that key in one of the languages that there are. */
  public String text(Locale locale, String key, List<?> arguments) {
    String pattern = bundles.getOrDefault(locale, bundle(DEFAULT)).getString(key);
    // As texts: a limit of 2147483647 is for programs to copy, not for people to admire.
    Object[] texts = arguments.stream().map(String::valueOf).toArray();
    return new MessageFormat(pattern, locale).format(texts);
  }

  /** The language that the request asks for, or the usual one. */
  public static Locale language(HttpRequest<?> request) {
    String wanted = request.getHeaders().get(HttpHeaders.ACCEPT_LANGUAGE);
    if (wanted == null || wanted.isBlank()) {
      return DEFAULT;
    }
    try {
      Locale found = Locale.lookup(LanguageRange.parse(wanted), LANGUAGES);
      return found == null ? DEFAULT : found;
    } catch (IllegalArgumentException malformed) {
      return DEFAULT; // a header that nobody can read is no reason to refuse the request
    }
  }

  static ResourceBundle bundle(Locale locale) {
    return ResourceBundle.getBundle(
        BUNDLE,
        locale,
        ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
  }
}
