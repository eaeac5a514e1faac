package io.vmgate.rest.envelope;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.vmgate.rest.envelope.ErrorBody.WrongField;
import io.vmgate.rest.envelope.ErrorView.FieldErrorView;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Write errors as answers: code, words, envelope. */
@Singleton
public final class ErrorAnswers {
  private final Messages messages;

  ErrorAnswers(Messages messages) {
    this.messages = messages;
  }

  /** Answer with an error whose text needs no arguments. */
  public MutableHttpResponse<?> answer(HttpRequest<?> request, ErrorCode code) {
    return answer(request, ErrorBody.of(code));
  }

  MutableHttpResponse<Envelope<ErrorView>> answer(HttpRequest<?> request, ErrorBody error) {
    MutableHttpResponse<Envelope<ErrorView>> response =
        HttpResponse.<Envelope<ErrorView>>status(error.code().status())
            .body(envelope(request, error))
            .contentType(MediaType.APPLICATION_JSON_TYPE);
    return error.retryAfterSeconds() == null
        ? response
        : response.header(HttpHeaders.RETRY_AFTER, error.retryAfterSeconds().toString());
  }

  Envelope<ErrorView> envelope(HttpRequest<?> request, ErrorBody error) {
    String message = messages.text(request, error.code().name(), error.arguments());
    return new Envelope<>(error.code().number(), message, data(request, error));
  }

  private @Nullable ErrorView data(HttpRequest<?> request, ErrorBody error) {
    if (error.taskId() != null) {
      return new ErrorView(null, error.taskId());
    }
    return error.fieldErrors().isEmpty()
        ? null
        : new ErrorView(
            error.fieldErrors().stream()
                .map(field -> new FieldErrorView(field.field(), reason(request, field)))
                .toList(),
            null);
  }

  private String reason(HttpRequest<?> request, WrongField field) {
    if (field.reasonKey() == null) {
      return String.valueOf(field.words());
    }
    return messages.text(request, field.reasonKey(), field.arguments());
  }
}
