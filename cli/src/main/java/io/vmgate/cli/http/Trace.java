package io.vmgate.cli.http;

import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Shows the exchange with the server to whoever asked for it, secrets masked. */
public final class Trace {
  private static final int MOST_OF_A_BODY = 4_000;

  private final @Nullable PrintStream to;

  /** Show it there; null shows nothing. */
  public Trace(@Nullable PrintStream to) {
    this.to = to;
  }

  void request(String method, URI address, HttpHeaders headers, String body) {
    if (to != null) {
      to.println("> " + method + " " + Masking.text(address.toString()));
      headers('>', headers);
      body('>', body);
    }
  }

  void answer(int status, HttpHeaders headers, String body) {
    if (to != null) {
      to.println("< " + status);
      headers('<', headers);
      body('<', body);
    }
  }

  /** Tell what happened besides. */
  public void note(String words) {
    if (to != null) {
      to.println("* " + Masking.text(words));
      to.flush();
    }
  }

  private void headers(char side, HttpHeaders headers) {
    new TreeMap<>(headers.map())
        .forEach(
            (name, values) ->
                values.forEach(value -> print(side, name + ": " + Masking.header(name, value))));
  }

  private void body(char side, String body) {
    if (!body.isEmpty()) {
      String masked = Masking.text(body);
      print(side, "");
      print(
          side,
          masked.length() > MOST_OF_A_BODY ? masked.substring(0, MOST_OF_A_BODY) + " …" : masked);
    }
    if (to != null) {
      to.flush();
    }
  }

  private void print(char side, String line) {
    if (to != null) {
      to.println(side + " " + line);
    }
  }
}
