package io.vmgate.rest.access;

import io.micronaut.http.HttpRequest;
import io.vmgate.application.access.ListAccessServices.Services;
import io.vmgate.application.access.ProbeService.Check;
import io.vmgate.application.access.ProbeService.Report;
import io.vmgate.application.access.ProbeService.Where;
import io.vmgate.application.access.PublishPorts.Published;
import io.vmgate.application.access.ReachabilityProbe.Outcome;
import io.vmgate.domain.access.AccessService;
import io.vmgate.domain.access.AccessService.PendingReason;
import io.vmgate.domain.access.AddressBlock;
import io.vmgate.domain.access.ServiceSummary;
import io.vmgate.domain.access.Transport;
import io.vmgate.rest.access.AccessServiceView.PortExtra;
import io.vmgate.rest.access.AccessServiceView.PortView;
import io.vmgate.rest.access.ProbeView.CheckView;
import io.vmgate.rest.access.PublishedView.WarningView;
import io.vmgate.rest.envelope.JsonBodies;
import io.vmgate.rest.envelope.Messages;
import io.vmgate.rest.envelope.TimeFormat;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Shows access services in the reader's language. */
@Singleton
public final class AccessViewMapper {
  private static final double NANOS_A_MILLISECOND = 1e6;
  private static final double DIGITS = 100;

  private final Messages messages;
  private final JsonBodies bodies;
  private final TimeFormat times;

  AccessViewMapper(Messages messages, JsonBodies bodies, TimeFormat times) {
    this.messages = messages;
    this.bodies = bodies;
    this.times = times;
  }

  List<AccessServiceView> list(HttpRequest<?> request, Services services) {
    Locale language = Messages.language(request);
    return services.list().stream()
        .map(service -> view(language, ServiceSummary.of(service, services.machine())))
        .toList();
  }

  /** How a service stands now that it has changed, as the list of its machine shows it. */
  public Object changed(Locale language, ServiceSummary service) {
    return view(language, service);
  }

  PublishedView published(HttpRequest<?> request, Published published) {
    ServiceSummary service = ServiceSummary.of(published.answer().service(), published.machine());
    AccessServiceView view = view(Messages.language(request), service);
    return new PublishedView(
        view.serviceId(),
        view.serviceName(),
        view.serviceType(),
        view.accessAddr(),
        view.ports(),
        new PublishedView.Extra(
            view.createTime(),
            view.status(),
            view.extra(),
            published.answer().portsNotForwarded().stream()
                .map(
                    port ->
                        new WarningView(
                            "portNotForwarded",
                            port,
                            messages.text(request, "access.PORT_NOT_FORWARDED", List.of(port))))
                .toList()));
  }

  ProbeView probed(HttpRequest<?> request, Report report) {
    return new ProbeView(
        report.service().id().toString(),
        report.isReachable(),
        report.service().status(report.machine()).wireName(),
        report.checks().stream().map(check -> check(request, check)).toList());
  }

  private AccessServiceView view(Locale language, ServiceSummary service) {
    return new AccessServiceView(
        service.id().toString(),
        service.name(),
        service.type().wireName(),
        service.accessAddress(),
        service.ports().stream()
            .map(
                port ->
                    new PortView(
                        port.mapping().port(),
                        port.mapping().targetPort(),
                        port.mapping().nodePort(),
                        new PortExtra(
                            port.mapping().name(),
                            port.mapping().transport().name(),
                            port.address())))
            .toList(),
        times.write(service.createdAt()),
        service.status().wireName(),
        extra(language, service));
  }

  private AccessServiceView.Extra extra(Locale language, ServiceSummary service) {
    ServiceSummary.Terms terms = service.terms();
    PendingReason reason = service.reason();
    String message =
        reason == PendingReason.NONE
            ? null
            : messages.text(language, "access." + reason.name(), List.of());
    return new AccessServiceView.Extra(
        service.vm().toString(),
        terms != null,
        terms == null ? null : terms.madeBy(),
        terms == null ? null : times.writeOrNull(terms.expiresAt()),
        terms == null ? List.of() : terms.allowFrom().stream().map(AddressBlock::value).toList(),
        reason.wireName(),
        message,
        terms == null || terms.extra() == null ? null : bodies.readObject(terms.extra()));
  }

  private CheckView check(HttpRequest<?> request, Check check) {
    String reason = reason(check);
    Outcome outcome = check.outcome();
    return new CheckView(
        check.where() == Where.ADDRESS ? "address" : "endpoint",
        address(check),
        check.mapping().port(),
        check.mapping().transport().name(),
        check.isReachable(),
        outcome == null
            ? null
            : Math.round(outcome.after().toNanos() / NANOS_A_MILLISECOND * DIGITS) / DIGITS,
        wireName(reason),
        messages.text(request, "probe." + reason, List.of()));
  }

  private static String reason(Check check) {
    Outcome outcome = check.outcome();
    if (outcome != null) {
      return outcome.answer().name();
    }
    if (check.mapping().transport() != Transport.TCP) {
      return "NOT_TCP";
    }
    return check.where() == Where.ADDRESS ? "NO_ADDRESS" : "NO_ENDPOINT";
  }

  /** TIMED_OUT is timedOut. */
  private static String wireName(String constant) {
    StringBuilder name = new StringBuilder();
    for (String word : constant.toLowerCase(Locale.ROOT).split("_")) {
      name.append(
          name.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
    }
    return name.toString();
  }

  private static @Nullable String address(Check check) {
    String host = check.host();
    Integer port = check.port();
    return host == null || port == null ? null : AccessService.hostAndPort(host, port);
  }
}
