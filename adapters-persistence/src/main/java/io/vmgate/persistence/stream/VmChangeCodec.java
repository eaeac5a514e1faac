package io.vmgate.persistence.stream;

import io.micronaut.json.JsonMapper;
import io.vmgate.domain.stream.Change;
import io.vmgate.domain.stream.ChangeKind;
import io.vmgate.domain.tenant.TenantId;
import io.vmgate.domain.vm.VmSummary;
import jakarta.inject.Singleton;
import java.io.IOException;

/** Writes and reads how machines stand. */
@Singleton
public final class VmChangeCodec implements ChangeCodec {
  private final JsonMapper json;

  VmChangeCodec(JsonMapper json) {
    this.json = json;
  }

  @Override
  public ChangeKind kind() {
    return ChangeKind.VM;
  }

  @Override
  public String write(Change change) throws IOException {
    return switch (change) {
      case Change.VmShown(_, var vm) -> write(vm);
      case Change.VmGone(_, var id, var name) ->
          json.writeValueAsString(VmBodies.goneBody(id, name));
      case Change.TaskShown _, Change.ConsoleShown _, Change.ServiceShown _, Change.ServiceGone _ ->
          throw new IllegalArgumentException("about no machine: " + change);
    };
  }

  /** Write a machine alone. */
  public String write(VmSummary vm) throws IOException {
    return json.writeValueAsString(VmBodies.toBody(vm));
  }

  @Override
  public Change read(TenantId tenant, String body) throws IOException {
    VmBody vm = parse(body);
    return vm.gone()
        ? new Change.VmGone(tenant, VmBodies.id(vm), VmBodies.name(vm))
        : new Change.VmShown(tenant, VmBodies.toSummary(vm));
  }

  /** Read a machine alone. */
  public VmSummary read(String body) throws IOException {
    return VmBodies.toSummary(parse(body));
  }

  private VmBody parse(String body) throws IOException {
    VmBody vm = json.readValue(body, VmBody.class);
    if (vm == null) {
      throw new IOException("null is no machine");
    }
    return vm;
  }
}
