package io.vmgate.relay;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.util.concurrent.ScheduledFuture;
import io.vmgate.application.console.ConsoleRelay;
import io.vmgate.application.console.RelayRules;
import io.vmgate.application.console.SessionMeter;
import io.vmgate.domain.console.EndReason;
import io.vmgate.domain.console.LineProblem;
import io.vmgate.domain.vm.ConsoleProtocol;
import io.vmgate.relay.ViewerTraffic.ViewerBrokeException;
import io.vmgate.relay.rfb.MachineGreeting;
import io.vmgate.relay.rfb.ServerInit;
import io.vmgate.relay.rfb.ViewerGreeting;
import io.vmgate.relay.rfb.ViewerMessages;
import io.vmgate.relay.websocket.Ping;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A viewer's channel and a line's, joined. Everything but {@link #end} and {@link #await} happens
 * on the one thread that serves both.
 */
final class Relay implements ConsoleRelay {
  /**
   * How much may wait for one side before the other is not read any more, and how little again
   * before it is. With what one read brings this bounds a session's memory.
   */
  private static final WriteBufferWaterMark WATER_MARKS =
      new WriteBufferWaterMark(64 * 1024, 256 * 1024);

  private static final String GREETER = "greeting";

  /** How long viewer and machine may take for the first messages of their protocol. */
  private static final Duration GREETING = Duration.ofSeconds(15);

  /** Who answers none of so many pings is gone. */
  private static final int UNANSWERED_PINGS = 3;

  private final Channel viewer;
  private final Channel line;
  private final RelayRules rules;
  private final SessionMeter meter;
  private final CompletableFuture<Ending> ending = new CompletableFuture<>();
  private final RelaySide fromViewer;
  private final RelaySide fromLine;
  private final ViewerTraffic traffic;
  private final RoundTrips roundTrips = new RoundTrips(System::nanoTime);
  private final long begunNanos = System.nanoTime();
  private long pingedNanos = begunNanos;
  private int viewerPings;
  private int linePings;
  private boolean lineAnswersPings;
  private @Nullable ScheduledFuture<?> watch;
  private @Nullable ScheduledFuture<?> greetingLimit;

  Relay(Channel viewer, Channel line, RelayRules rules, SessionMeter meter) {
    this.viewer = viewer;
    this.line = line;
    this.rules = rules;
    this.meter = meter;
    this.fromViewer = new RelaySide(line, new ViewerListener());
    this.fromLine = new RelaySide(viewer, new LineListener());
    this.traffic = trafficOf(rules);
  }

  private static ViewerTraffic trafficOf(RelayRules rules) {
    return switch (rules.protocol()) {
      case VNC -> new ViewerMessages(rules.viewOnly());
      case SERIAL -> new PlainTraffic(rules.viewOnly());
      case SPICE -> rules.viewOnly() ? new PlainTraffic(true) : new SpiceTraffic();
    };
  }

  void start() {
    viewer.config().setWriteBufferWaterMark(WATER_MARKS);
    line.config().setWriteBufferWaterMark(WATER_MARKS);
    viewer.pipeline().addLast(fromViewer);
    line.pipeline().addLast(fromLine);
    watch =
        viewer
            .eventLoop()
            .scheduleWithFixedDelay(
                this::lookAfter, tickMillis(), tickMillis(), TimeUnit.MILLISECONDS);
    if (!viewer.isActive()) {
      finish(new Ending.Known(new EndReason.ViewerLeft()));
    } else if (!line.isActive()) {
      finish(new Ending.LineEnded());
    } else if (rules.protocol() == ConsoleProtocol.VNC) {
      greetMachine();
    } else {
      flow();
    }
  }

  /** For a screen the platform is server to the viewer and viewer to the machine's server. */
  private void greetMachine() {
    MachineGreeting greeting =
        new MachineGreeting(
            this::machineGreeted,
            words ->
                finish(
                    new Ending.Known(new EndReason.LineRefused(LineProblem.NO_GREETING, words))));
    limitGreeting(
        new EndReason.LineRefused(LineProblem.NO_GREETING, "no greeting within " + GREETING));
    greet(line, fromLine, greeting);
  }

  private void machineGreeted(ServerInit screen) {
    line.config().setAutoRead(false);
    limitGreeting(new EndReason.ViewerSilent());
    greet(viewer, fromViewer, new ViewerGreeting(screen, this::greeted, this::viewerBroke));
  }

  private static void greet(Channel channel, RelaySide before, ChannelHandler greeting) {
    channel.pipeline().addBefore(channel.pipeline().context(before).name(), GREETER, greeting);
    channel.config().setAutoRead(true);
    HeldBytes.letGo(channel); // last: with all of the greeting in it, what follows happens in here
  }

  private void greeted() {
    stopLimit();
    // What came after the greetings goes on to the sides now, before anything that is read later.
    line.pipeline().remove(GREETER);
    viewer.pipeline().remove(GREETER);
    flow();
  }

  private void flow() {
    HeldBytes.letGo(line);
    HeldBytes.letGo(viewer);
    if (!ending.isDone()) {
      line.config().setAutoRead(viewer.isWritable());
      viewer.config().setAutoRead(line.isWritable());
      measure();
    }
  }

  private void limitGreeting(EndReason reason) {
    stopLimit();
    greetingLimit =
        viewer
            .eventLoop()
            .schedule(
                () -> finish(new Ending.Known(reason)), GREETING.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void stopLimit() {
    if (greetingLimit != null) {
      greetingLimit.cancel(false);
    }
  }

  private long tickMillis() {
    Duration shortest = rules.ping();
    for (Duration limit : new Duration[] {rules.idle(), rules.longest()}) {
      shortest = limit.compareTo(shortest) < 0 ? limit : shortest;
    }
    return Math.max(20, shortest.toMillis() / 4);
  }

  private void lookAfter() {
    long now = System.nanoTime();
    if (now - begunNanos > rules.longest().toNanos()) {
      finish(new Ending.Known(new EndReason.TooLong(rules.longest())));
    } else if (meter.idle().compareTo(rules.idle()) > 0) {
      finish(new Ending.Known(new EndReason.Idle(rules.idle())));
    } else if (now - pingedNanos > rules.ping().toNanos()) {
      pingedNanos = now;
      ping();
    } else {
      measure();
    }
  }

  /**
   * Ask the viewer how long an answer takes; a few times as often as for a sign of life, since
   * networks change. Behind what already waits for it, and while its answer could not be heard,
   * nothing can be measured.
   */
  private void measure() {
    if (!viewer.config().isAutoRead() || !viewer.isWritable()) {
      roundTrips.forget();
    } else {
      viewer.writeAndFlush(new Ping(roundTrips.begin()), viewer.voidPromise());
    }
  }

  /**
   * Ask both sides for a sign of life. The frames also keep proxies from cutting a quiet
   * connection. A side that is not being read cannot be heard to answer, so its silence does not
   * count.
   */
  private void ping() {
    viewerPings = viewer.config().isAutoRead() ? viewerPings + 1 : 0;
    linePings = line.config().isAutoRead() ? linePings + 1 : 0;
    if (viewerPings > UNANSWERED_PINGS) {
      finish(new Ending.Known(new EndReason.ViewerSilent()));
    } else if (lineAnswersPings && linePings > UNANSWERED_PINGS) {
      finish(new Ending.LineEnded());
    } else {
      viewer.writeAndFlush(new Ping(roundTrips.begin()), viewer.voidPromise());
      line.writeAndFlush(new Ping(0), line.voidPromise());
    }
  }

  private void viewerBroke(String words) {
    finish(new Ending.Known(new EndReason.ViewerBroke(words)));
  }

  private void finish(Ending how) {
    if (!ending.complete(how)) {
      return;
    }
    fromViewer.stop();
    fromLine.stop();
    stopLimit();
    if (watch != null) {
      watch.cancel(false);
    }
    viewer.config().setAutoRead(false);
    viewer.flush();
    new NettyLine(line).close();
  }

  @Override
  public Ending await() throws InterruptedException {
    try {
      return ending.get();
    } catch (ExecutionException impossible) {
      throw new IllegalStateException(impossible); // nobody completes it with an exception
    }
  }

  @Override
  public void end(EndReason reason) {
    viewer.eventLoop().execute(() -> finish(new Ending.Known(reason)));
  }

  private final class ViewerListener implements RelaySide.Listener {
    @Override
    public ByteBuf arrived(ByteBuf data) throws ViewerBrokeException {
      ByteBuf passed = traffic.pass(data, viewer.alloc());
      viewerPings = 0;
      if (traffic.showedActivity()) {
        meter.active();
      }
      meter.toMachine(passed.readableBytes());
      return passed;
    }

    @Override
    public void signOfLife(@Nullable Long pingId) {
      viewerPings = 0;
      Duration roundTrip = pingId == null ? null : roundTrips.end(pingId);
      if (roundTrip != null) {
        meter.roundTrip(roundTrip);
      }
    }

    @Override
    public void closed() {
      finish(new Ending.Known(new EndReason.ViewerLeft()));
    }

    @Override
    public void broke(String words) {
      viewerBroke(words);
    }
  }

  private final class LineListener implements RelaySide.Listener {
    @Override
    public ByteBuf arrived(ByteBuf data) {
      linePings = 0;
      meter.toViewer(data.readableBytes());
      return data;
    }

    @Override
    public void signOfLife(@Nullable Long pingId) {
      lineAnswersPings = true;
      linePings = 0;
    }

    @Override
    public void closed() {
      finish(new Ending.LineEnded());
    }

    @Override
    public void broke(String words) {
      finish(new Ending.LineEnded());
    }
  }
}
