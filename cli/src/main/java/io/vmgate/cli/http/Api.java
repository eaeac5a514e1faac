package io.vmgate.cli.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** Speaks the contract with one server. */
public final class Api {
  /** Longer than the longest call that waits (60 s). */
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private static final int NOT_MODIFIED = 304;

  /** The contract's code for a token that has expired. */
  private static final int EXPIRED = 40103;

  private static final JsonMapper JSON = new JsonMapper();

  private final HttpClient client;
  private final String server;
  private final String language;
  private final Tokens tokens;
  private final Trace trace;
  private final Duration patience;

  /**
   * Speak with this server.
   *
   * @param server such as {@code https://vm.example.org}; the contract's paths are put behind it
   * @param tokens what calls show of who makes them
   * @param language for {@code Accept-Language}
   */
  public Api(HttpClient client, String server, Tokens tokens, String language, Trace trace) {
    this(client, server, tokens, language, trace, PATIENCE);
  }

  /** The same with a patience of its own. */
  Api(
      HttpClient client,
      String server,
      Tokens tokens,
      String language,
      Trace trace,
      Duration patience) {
    this.client = client;
    this.server = server;
    this.tokens = tokens;
    this.language = language;
    this.trace = trace;
    this.patience = patience;
  }

  /** The same, which gives up sooner. */
  public Api within(Duration shorter) {
    return new Api(client, server, tokens, language, trace, shorter);
  }

  /** What calls show; null when they show none. */
  public @Nullable String token() {
    return tokens.current();
  }

  /** What JSON is read and written by. */
  public static JsonMapper json() {
    return JSON;
  }

  /** Get another token before a call is refused for it; whether there is one. */
  public boolean renew() {
    String token = tokens.current();
    return token != null && tokens.renew(token);
  }

  /** Read something; {@code path} begins behind {@code /api/v1}. */
  public JsonNode get(String path, Query query) {
    return get(path, query, "").data();
  }

  /** Read something unless it stands as this entity tag says. */
  public Answer get(String path, Query query, String entityTag) {
    HttpRequest.Builder request = request(path + query.text()).GET();
    if (!entityTag.isEmpty()) {
      request.header("If-None-Match", entityTag);
    }
    return answered(request, "");
  }

  /** Ask for something to be done; null sends no body. */
  public JsonNode post(String path, @Nullable JsonNode body, Map<String, String> headers) {
    String text = body == null ? "" : body.toString();
    HttpRequest.Builder request = request(path).POST(BodyPublishers.ofString(text));
    if (body != null) {
      request.header("Content-Type", "application/json");
    }
    headers.forEach(request::header);
    return answered(request, text).data();
  }

  /** Take something away. */
  public JsonNode delete(String path) {
    return answered(request(path).DELETE(), "").data();
  }

  /** Read what is no JSON. */
  public byte[] bytes(String path) {
    return signedIn(request(path).header("Accept", "*/*").GET(), this::bytes);
  }

  private byte[] bytes(HttpRequest request) {
    trace.request("GET", request.uri(), request.headers(), "");
    HttpResponse<byte[]> response = exchange(request, BodyHandlers.ofByteArray());
    boolean failed = response.statusCode() / 100 != 2;
    String text = failed ? new String(response.body(), StandardCharsets.UTF_8) : "";
    trace.answer(response.statusCode(), response.headers(), text);
    if (failed) {
      throw error(response.statusCode(), response.headers(), text);
    }
    return response.body();
  }

  /** Read what changes, for as long as the server tells; whoever asks closes it. */
  public InputStream stream(String path, Query query, String lastEventId) {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(URI.create(server + "/api/v1" + path + query.text()))
            .header("Accept", "text/event-stream")
            .header("Accept-Language", language);
    if (!lastEventId.isEmpty()) {
      builder.header("Last-Event-ID", lastEventId);
    }
    return signedIn(builder.GET(), this::stream);
  }

  private InputStream stream(HttpRequest request) {
    trace.request("GET", request.uri(), request.headers(), "");
    HttpResponse<InputStream> response = exchange(request, Api::streamed);
    if (response.statusCode() / 100 != 2) {
      try (InputStream body = response.body()) {
        String text = new String(body.readAllBytes(), StandardCharsets.UTF_8);
        trace.answer(response.statusCode(), response.headers(), text);
        throw error(response.statusCode(), response.headers(), text);
      } catch (IOException broken) {
        throw unreachable(broken);
      }
    }
    trace.answer(response.statusCode(), response.headers(), "");
    return response.body();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(server + "/api/v1" + path))
        .header("Accept-Language", language);
  }

  /** Send it; once more with another token where that has expired, when nothing was done yet. */
  private <T> T signedIn(HttpRequest.Builder request, Function<HttpRequest, T> send) {
    String token = tokens.current();
    try {
      return send.apply(showing(request, token));
    } catch (ServerErrorException refused) {
      if (token == null || refused.error().code() != EXPIRED || !tokens.renew(token)) {
        throw refused;
      }
      return send.apply(showing(request, tokens.current()));
    }
  }

  private static HttpRequest showing(HttpRequest.Builder request, @Nullable String token) {
    return (token == null ? request : request.setHeader("Authorization", "Bearer " + token))
        .build();
  }

  private Answer answered(HttpRequest.Builder builder, String body) {
    return signedIn(
        builder.header("Accept", "application/json"), request -> answered(request, body));
  }

  private Answer answered(HttpRequest request, String body) {
    trace.request(request.method(), request.uri(), request.headers(), body);
    HttpResponse<String> response = exchange(request, BodyHandlers.ofString());
    trace.answer(response.statusCode(), response.headers(), response.body());
    if (response.statusCode() == NOT_MODIFIED) {
      return new Answer(NOT_MODIFIED, response.headers(), MissingNode.getInstance());
    }
    if (response.statusCode() / 100 != 2) {
      throw error(response.statusCode(), response.headers(), response.body());
    }
    JsonNode envelope = parsed(response.body());
    if (!envelope.isObject() || !envelope.has("data")) {
      throw new UnreachableException(server, "no answer of this contract", new IOException());
    }
    return new Answer(response.statusCode(), response.headers(), envelope.path("data"));
  }

  /** A refusal comes whole; only what goes on is read as it comes. */
  private static BodySubscriber<InputStream> streamed(HttpResponse.ResponseInfo answer) {
    return answer.statusCode() / 100 == 2
        ? BodySubscribers.ofInputStream()
        : BodySubscribers.mapping(BodySubscribers.ofByteArray(), ByteArrayInputStream::new);
  }

  /** The client's own timeout ends with the headers: a body that stalls would be waited at. */
  private <T> HttpResponse<T> exchange(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
    CompletableFuture<HttpResponse<T>> answer = client.sendAsync(request, handler);
    try {
      return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      answer.cancel(true);
      throw new UnreachableException(server, "timeout", late);
    } catch (ExecutionException failed) {
      throw failed.getCause() instanceof IOException broken
          ? unreachable(broken)
          : new IllegalStateException(failed.getCause());
    } catch (InterruptedException interrupted) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw new UnreachableException(server, "interrupted", interrupted);
    }
  }

  private UnreachableException unreachable(IOException broken) {
    String reason =
        switch (broken) {
          case HttpTimeoutException _ -> "timeout";
          case ConnectException _ -> "connection refused";
          default -> String.valueOf(broken.getMessage());
        };
    return new UnreachableException(server, reason, broken);
  }

  private static ServerErrorException error(int status, HttpHeaders headers, String body) {
    JsonNode envelope = parsed(body);
    int code = envelope.path("code").asInt(status * 100);
    String message = envelope.path("message").asString("HTTP " + status);
    return new ServerErrorException(new ServerError(code, message, envelope.path("data"), headers));
  }

  private static JsonNode parsed(String body) {
    try {
      return body.isEmpty() ? MissingNode.getInstance() : JSON.readTree(body);
    } catch (JacksonException noJson) {
      return MissingNode.getInstance();
    }
  }
}
