package io.vmgate.rest.stream;

import static io.vmgate.testkit.access.AccessServiceBuilder.aService;
import static io.vmgate.testkit.vm.VmBuilder.aVm;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmgate.domain.access.AccessService;
import io.vmgate.domain.access.AddressBlock;
import io.vmgate.domain.access.ServiceSummary;
import io.vmgate.domain.access.ServiceType;
import io.vmgate.domain.stream.Change;
import io.vmgate.domain.tenant.TenantId;
import io.vmgate.domain.vm.Vm;
import io.vmgate.domain.vm.VmSummary;
import io.vmgate.rest.ContractServer;
import io.vmgate.rest.stream.SseClient.Event;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the stream tells of access services. */
class ServiceStreamTest {
  private static final TenantId ACME = new TenantId("acme");
  private static final Vm WEB = aVm().named("shop", "web-1").build();

  private final ContractServer server = ContractServer.start();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void showsAServiceAsTheListOfItsMachineDoes() {
    AccessService ready =
        aService("web")
            .of(WEB)
            .port(8080, 80, 30_080)
            .ready("10.0.0.1")
            .expiringAt(Instant.parse("2030-01-01T00:00:00Z"))
            .allowing(AddressBlock.parse("10.1.0.0/16").orElseThrow())
            .saying("{\"ticket\":\"OPS-17\"}")
            .build();
    AccessService pending =
        aService("other").of(WEB).typed(ServiceType.LOAD_BALANCER).at(null).foreign().build();
    server.inventory.put(WEB);
    server.access.services.put(ready);
    server.access.services.put(pending);
    String path = "/api/v1/vms/" + WEB.id() + "/access-services";
    for (String language : List.of("zh", "en")) {
      var listed = server.getAsViewer(path, "Accept-Language", language).json().path("data");
      try (SseClient client = listen("viewer", "?kinds=service&lang=" + language)) {
        server.changes.write(shown(ready), shown(pending));

        List<Event> events = client.next(2);
        assertThat(events).extracting(Event::kind).containsOnly("service");
        assertThat(events)
            .extracting(Event::data)
            .containsExactlyInAnyOrder(listed.get(0).toString(), listed.get(1).toString());
        assertThat(listed.get(0).path("extra").path("vmId").asString())
            .isEqualTo(WEB.id().toString());
      }
    }
  }

  @Test
  void saysThatAServiceIsGoneAndGoesOnFromThere() {
    AccessService made = aService("web").of(WEB).build();
    String last;
    try (SseClient client = listen("viewer", "")) {
      server.changes.write(shown(made));
      last = client.next().id();
    }
    server.changes.write(gone(made));

    try (SseClient again = listen("viewer", "?lastEventId=" + last)) {
      Event event = again.next();
      assertThat(event.kind()).isEqualTo("service");
      assertThat(event.data())
          .isEqualTo(
              ("{\"serviceId\":\"%s\",\"serviceName\":\"web\","
                      + "\"extra\":{\"vmId\":\"%s\",\"deleted\":true}}")
                  .formatted(made.id(), WEB.id()));
    }
  }

  @Test
  void tellsOnlyWhatIsAskedForAndTheTenantsOwn() {
    Vm till = aVm().named("pay", "till").build();
    Vm lab = aVm().named("research", "lab").build();
    AccessService theirs = aService("lab").of(lab).build();
    try (SseClient services = listen("viewer", "?kinds=service");
        SseClient machines = listen("viewer", "?kinds=vm,task");
        SseClient pay = listen("viewer", "?namespace=pay");
        SseClient one = listen("viewer", "?kinds=service&vmId=" + till.id());
        SseClient foreign = SseClient.open(server, server.tokenOf("globex", "viewer"), "")) {
      assertThat(foreign.next().kind()).isEqualTo("ready");

      server.changes.write(
          new Change.ServiceShown(
              new TenantId("globex"), ServiceSummary.of(theirs, lab.state().status())),
          new Change.ServiceShown(ACME, ServiceSummary.of(theirs, lab.state().status())),
          new Change.ServiceGone(ACME, theirs.id(), "lab", lab.id(), lab.name()),
          shown(aService("web").of(WEB).build()),
          new Change.VmShown(ACME, VmSummary.of(WEB)),
          shown(aService("till").of(till).build()));

      assertThat(services.next(2))
          .extracting(ServiceStreamTest::name)
          .containsExactly("web", "till");
      assertThat(machines.next().kind()).isEqualTo("vm");
      assertThat(name(pay.next())).isEqualTo("till");
      assertThat(name(one.next())).isEqualTo("till");
      assertThat(name(foreign.next())).isEqualTo("lab");
    }
  }

  private static String name(Event event) {
    return event.text("serviceName");
  }

  private SseClient listen(String username, String query) {
    SseClient client = SseClient.open(server, server.tokenOf(username), query);
    assertThat(client.next().kind()).isEqualTo("ready");
    return client;
  }

  private static Change shown(AccessService service) {
    return new Change.ServiceShown(ACME, ServiceSummary.of(service, WEB.state().status()));
  }

  private static Change gone(AccessService service) {
    return new Change.ServiceGone(
        ACME, service.id(), service.name(), service.vm(), service.vmName());
  }
}
