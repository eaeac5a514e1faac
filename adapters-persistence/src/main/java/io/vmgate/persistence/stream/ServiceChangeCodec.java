package io.vmgate.persistence.stream;

import io.micronaut.json.JsonMapper;
import io.vmgate.domain.access.ServiceSummary;
import io.vmgate.domain.stream.Change;
import io.vmgate.domain.stream.ChangeKind;
import io.vmgate.domain.tenant.TenantId;
import jakarta.inject.Singleton;
import java.io.IOException;

/** Writes and reads how access services stand. */
@Singleton
public final class ServiceChangeCodec implements ChangeCodec {
  private final JsonMapper json;

  ServiceChangeCodec(JsonMapper json) {
    this.json = json;
  }

  @Override
  public ChangeKind kind() {
    return ChangeKind.SERVICE;
  }

  @Override
  public String write(Change change) throws IOException {
    return switch (change) {
      case Change.ServiceShown(_, var service) -> write(service);
      case Change.ServiceGone(_, var id, var name, var vm, var vmName) ->
          json.writeValueAsString(ServiceBodies.goneBody(id, name, vm, vmName));
      case Change.VmShown _, Change.VmGone _, Change.TaskShown _, Change.ConsoleShown _ ->
          throw new IllegalArgumentException("about no service: " + change);
    };
  }

  /** Write a service alone. */
  public String write(ServiceSummary service) throws IOException {
    return json.writeValueAsString(ServiceBodies.toBody(service));
  }

  @Override
  public Change read(TenantId tenant, String body) throws IOException {
    ServiceBody service = parse(body);
    return service.gone()
        ? new Change.ServiceGone(
            tenant,
            ServiceBodies.id(service),
            service.name(),
            ServiceBodies.vm(service),
            ServiceBodies.vmName(service))
        : new Change.ServiceShown(tenant, ServiceBodies.toSummary(service));
  }

  /** Read a service alone. */
  public ServiceSummary read(String body) throws IOException {
    return ServiceBodies.toSummary(parse(body));
  }

  private ServiceBody parse(String body) throws IOException {
    ServiceBody service = json.readValue(body, ServiceBody.class);
    if (service == null) {
      throw new IOException("null is no service");
    }
    return service;
  }
}
