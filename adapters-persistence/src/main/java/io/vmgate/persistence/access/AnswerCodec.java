package io.vmgate.persistence.access;

import io.micronaut.json.JsonMapper;
import io.vmgate.application.access.PublicationBook.Answer;
import io.vmgate.domain.access.AccessService;
import io.vmgate.domain.access.AccessService.Readiness;
import io.vmgate.domain.access.AccessTerms;
import io.vmgate.domain.access.AddressBlock;
import io.vmgate.domain.access.PortMapping;
import io.vmgate.domain.access.ServiceId;
import io.vmgate.domain.access.ServiceType;
import io.vmgate.domain.access.Transport;
import io.vmgate.domain.vm.VmId;
import io.vmgate.domain.vm.VmName;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes what requests were answered with as JSON, and reads it again. */
@Singleton
final class AnswerCodec {
  private final JsonMapper json;

  AnswerCodec(JsonMapper json) {
    this.json = json;
  }

  String write(Answer answer) {
    AccessService service = answer.service();
    AccessTerms terms = service.terms();
    try {
      return json.writeValueAsString(
          new AnswerBody(
              service.id().value(),
              service.name(),
              service.type().wireName(),
              service.vm().value(),
              service.vmName().namespace(),
              service.vmName().name(),
              service.ports().stream().map(AnswerCodec::body).toList(),
              service.host(),
              service.endpoints(),
              service.readiness().name(),
              service.createdAt().toString(),
              terms == null ? null : terms.madeBy(),
              terms == null || terms.expiresAt() == null ? null : terms.expiresAt().toString(),
              terms == null ? null : terms.allowFrom().stream().map(AddressBlock::value).toList(),
              terms == null ? null : terms.extra(),
              answer.portsNotForwarded()));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /**
   * Read one.
   *
   * @param request that was answered so
   */
  Answer read(UUID request, String text) {
    try {
      AnswerBody body = json.readValue(text, AnswerBody.class);
      if (body == null) {
        throw new IOException("null is no answer");
      }
      return new Answer(service(request, body), orEmpty(body.portsNotForwarded()));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static AccessService service(UUID request, AnswerBody body) {
    return new AccessService(
        new ServiceId(body.serviceId()),
        body.name(),
        ServiceType.ofWireName(body.type()).orElse(ServiceType.CLUSTER_IP), // a newer version's
        new VmId(body.vmId()),
        new VmName(body.namespace(), body.vmName()),
        body.ports().stream().map(AnswerCodec::port).toList(),
        body.host(),
        orEmpty(body.endpoints()),
        readiness(body.readiness()),
        Instant.parse(body.createdAt()),
        terms(request, body));
  }

  private static @Nullable AccessTerms terms(UUID request, AnswerBody body) {
    return body.madeBy() == null
        ? null
        : new AccessTerms(
            request,
            body.madeBy(),
            body.expiresAt() == null ? null : Instant.parse(body.expiresAt()),
            orEmpty(body.allowFrom()).stream()
                .map(AddressBlock::parse)
                .flatMap(Optional::stream)
                .toList(),
            body.extra());
  }

  private static Readiness readiness(String word) {
    return Arrays.stream(Readiness.values())
        .filter(each -> each.name().equals(word))
        .findFirst()
        .orElse(Readiness.UNKNOWN);
  }

  private static AnswerBody.Port body(PortMapping port) {
    return new AnswerBody.Port(
        port.name(), port.transport().name(), port.port(), port.targetPort(), port.nodePort());
  }

  private static PortMapping port(AnswerBody.Port port) {
    return new PortMapping(
        port.name(),
        Transport.ofWireName(port.transport()).orElse(Transport.TCP),
        port.port(),
        port.targetPort(),
        port.nodePort());
  }

  private static <T> List<T> orEmpty(@Nullable List<T> list) {
    return Objects.requireNonNullElse(list, List.of());
  }
}
