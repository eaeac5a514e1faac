package io.vmgate.testkit.console;

import static io.vmgate.testkit.auth.CallerBuilder.aCaller;

import io.vmgate.domain.auth.Caller;
import io.vmgate.domain.console.ConsoleTicket;
import io.vmgate.domain.console.TicketToken;
import io.vmgate.domain.vm.ConsoleProtocol;
import io.vmgate.domain.vm.Vm;
import io.vmgate.domain.vm.VmId;
import io.vmgate.domain.vm.VmName;
import io.vmgate.testkit.ManualClock;
import io.vmgate.testkit.vm.VmBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Builds tickets: {@code aTicket().by(ann).to(SERIAL).build()}. */
public final class TicketBuilder {
  private static final Random CHANCE = new Random();

  private TicketToken token = TicketToken.random(CHANCE);
  private Caller caller = aCaller().operator().build();
  private VmName vmName = new VmName("shop", "web-1");
  private VmId vm = VmBuilder.idOf(vmName);
  private ConsoleProtocol protocol = ConsoleProtocol.VNC;
  private boolean viewOnly;
  private boolean takeover;
  private @Nullable String extra;
  private Instant issuedAt = ManualClock.START;
  private Duration validity = Duration.ofHours(1);

  private TicketBuilder() {}

  /** A ticket of Ann's for the screen of shop/web-1, good for an hour from the clock's start. */
  public static TicketBuilder aTicket() {
    return new TicketBuilder();
  }

  public TicketBuilder with(TicketToken other) {
    token = other;
    return this;
  }

  public TicketBuilder by(Caller other) {
    caller = other;
    return this;
  }

  public TicketBuilder on(Vm other) {
    vm = other.id();
    vmName = other.name();
    return this;
  }

  public TicketBuilder to(ConsoleProtocol other) {
    protocol = other;
    return this;
  }

  public TicketBuilder viewOnly() {
    viewOnly = true;
    return this;
  }

  public TicketBuilder takingOver() {
    takeover = true;
    return this;
  }

  public TicketBuilder saying(String json) {
    extra = json;
    return this;
  }

  public TicketBuilder issuedAt(Instant at) {
    issuedAt = at;
    return this;
  }

  public TicketBuilder goodFor(Duration duration) {
    validity = duration;
    return this;
  }

  public ConsoleTicket build() {
    return new ConsoleTicket(
        token.hash(),
        caller,
        vm,
        vmName,
        protocol,
        viewOnly,
        takeover,
        extra,
        issuedAt,
        issuedAt.plus(validity));
  }
}
