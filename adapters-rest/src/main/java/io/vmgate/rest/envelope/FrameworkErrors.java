package io.vmgate.rest.envelope;

import io.micronaut.context.annotation.Primary;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.NotAllowedException;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.http.server.exceptions.response.ErrorResponseProcessor;
import io.vmgate.rest.envelope.ErrorBody.WrongField;
import jakarta.inject.Singleton;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Put what the framework refuses by itself into the envelope, and its crashes too. */
@Singleton
@Primary
final class FrameworkErrors implements ErrorResponseProcessor<Envelope<ErrorView>> {
  private static final Logger LOG = LoggerFactory.getLogger(FrameworkErrors.class);

  private final ErrorAnswers answers;

  FrameworkErrors(ErrorAnswers answers) {
    this.answers = answers;
  }

  @Override
  public MutableHttpResponse<Envelope<ErrorView>> processResponse(
      ErrorContext context, MutableHttpResponse<?> response) {
    HttpRequest<?> request = context.getRequest();
    ErrorBody error = error(context, response.status());
    if (error.code() == ErrorCode.REQUEST_TOO_LARGE) {
      // The rest of it is not read, so the connection ends here; who is not told sends on it again.
      response.header(HttpHeaders.CONNECTION, "close");
    }
    return response
        .status(error.code().status())
        .body(answers.envelope(request, error))
        .contentType(MediaType.APPLICATION_JSON_TYPE);
  }

  private ErrorBody error(ErrorContext context, HttpStatus status) {
    HttpRequest<?> request = context.getRequest();
    return switch (status) {
      case BAD_REQUEST -> malformed(context);
      case NOT_FOUND -> ErrorBody.of(ErrorCode.NO_SUCH_ROUTE, request.getPath());
      case METHOD_NOT_ALLOWED ->
          ErrorBody.of(ErrorCode.METHOD_NOT_ALLOWED, request.getMethodName(), allowed(context));
      case NOT_ACCEPTABLE -> ErrorBody.of(ErrorCode.NOT_ACCEPTABLE);
      case REQUEST_ENTITY_TOO_LARGE, REQUEST_URI_TOO_LONG, REQUEST_HEADER_FIELDS_TOO_LARGE ->
          ErrorBody.of(ErrorCode.REQUEST_TOO_LARGE);
      case UNSUPPORTED_MEDIA_TYPE -> ErrorBody.of(ErrorCode.UNSUPPORTED_MEDIA_TYPE);
      default ->
          namesAnUnknownCharset(context)
              ? ErrorBody.of(ErrorCode.UNSUPPORTED_MEDIA_TYPE)
              : crash(context, status);
    };
  }

  /** Controllers read their input themselves, so this is about the request as such. */
  private static ErrorBody malformed(ErrorContext context) {
    String words =
        context.getErrors().isEmpty() ? "?" : context.getErrors().getFirst().getMessage();
    return ErrorBody.ofFields(
        List.of(new WrongField("request", "field.MALFORMED", List.of(words), null)));
  }

  private static String allowed(ErrorContext context) {
    return context
        .getRootCause()
        .filter(NotAllowedException.class::isInstance)
        .map(NotAllowedException.class::cast)
        .flatMap(cause -> Optional.ofNullable(cause.getAllowedMethods()))
        .map(methods -> String.join(", ", methods))
        .orElse("-");
  }

  /** The framework only finds out while it reads the body, and takes it for a crash. */
  private static boolean namesAnUnknownCharset(ErrorContext context) {
    for (Throwable cause = context.getRootCause().orElse(null);
        cause != null;
        cause = cause.getCause()) {
      if (cause instanceof UnsupportedCharsetException
          || cause instanceof IllegalCharsetNameException) {
        return true;
      }
    }
    return false;
  }

  private static ErrorBody crash(ErrorContext context, HttpStatus status) {
    HttpRequest<?> request = context.getRequest();
    LOG.error(
        "{} {} ended with {}",
        request.getMethodName(),
        request.getPath(),
        status.getCode(),
        context.getRootCause().orElse(null));
    return ErrorBody.of(ErrorCode.INTERNAL, RequestIds.of(request));
  }
}
