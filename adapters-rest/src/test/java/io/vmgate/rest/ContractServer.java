package io.vmgate.rest;

import static io.vmgate.testkit.auth.UserBuilder.aUser;
import static io.vmgate.testkit.tenant.TenantBuilder.aTenant;

import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import io.vmgate.application.IdSource;
import io.vmgate.application.TimeOrderedIds;
import io.vmgate.application.auth.CheckPermission;
import io.vmgate.application.auth.PermissionGate;
import io.vmgate.application.auth.RefreshSignIn;
import io.vmgate.application.auth.RefreshTokens;
import io.vmgate.application.auth.ShowCaller;
import io.vmgate.application.auth.SignIn;
import io.vmgate.application.auth.SignInEnd;
import io.vmgate.application.auth.SignOut;
import io.vmgate.application.auth.SigningKeyBook;
import io.vmgate.application.console.DisconnectConsole;
import io.vmgate.application.console.EndSignIn;
import io.vmgate.application.console.EnterConsole;
import io.vmgate.application.console.OpenConsole;
import io.vmgate.application.console.SessionBell;
import io.vmgate.application.console.ShowConsole;
import io.vmgate.application.console.ShowScreen;
import io.vmgate.application.limit.AdmitCall;
import io.vmgate.application.limit.Limits;
import io.vmgate.application.stream.ChangeFanOut;
import io.vmgate.application.stream.FollowChanges;
import io.vmgate.application.task.CancelTask;
import io.vmgate.application.task.ListTasks;
import io.vmgate.application.task.OperateVm;
import io.vmgate.application.task.OperateVms;
import io.vmgate.application.task.ShowTask;
import io.vmgate.application.task.TaskLimits;
import io.vmgate.application.task.TaskWatch;
import io.vmgate.application.vm.KnownMachines;
import io.vmgate.application.vm.ListNamespaces;
import io.vmgate.application.vm.ListVmEvents;
import io.vmgate.application.vm.ListVms;
import io.vmgate.application.vm.ShowVm;
import io.vmgate.domain.ServerId;
import io.vmgate.domain.auth.RefreshTerms;
import io.vmgate.domain.auth.Role;
import io.vmgate.rest.access.AccessParts;
import io.vmgate.rest.auth.JwtTokenIssuer;
import io.vmgate.rest.client.PublicAddress;
import io.vmgate.rest.client.TrustedProxies;
import io.vmgate.rest.console.ConsoleParts;
import io.vmgate.rest.envelope.TimeFormat;
import io.vmgate.rest.stream.OpenStreams;
import io.vmgate.rest.stream.StreamOptions;
import io.vmgate.testkit.ManualClock;
import io.vmgate.testkit.auth.InMemoryRefreshBook;
import io.vmgate.testkit.auth.InMemorySignInBook;
import io.vmgate.testkit.auth.InMemorySigningKeyBook;
import io.vmgate.testkit.auth.InMemoryUserDirectory;
import io.vmgate.testkit.auth.PlainPasswordHasher;
import io.vmgate.testkit.bus.InMemoryDoorbell;
import io.vmgate.testkit.console.InMemoryConsoles;
import io.vmgate.testkit.console.ScriptedScreenCamera;
import io.vmgate.testkit.event.InMemoryEvents;
import io.vmgate.testkit.limit.InMemoryRateLimiter;
import io.vmgate.testkit.stream.InMemoryChangeLog;
import io.vmgate.testkit.task.InMemoryTasks;
import io.vmgate.testkit.tenant.InMemoryTenantDirectory;
import io.vmgate.testkit.vm.InMemoryVmInventory;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;

/**
 * Runs the contract on a real port over the fakes: tenants acme (namespaces shop and pay) and
 * globex (research), with the users viewer, operator and root, whose password is {@code secret}.
 */
public final class ContractServer implements AutoCloseable {
  public final InMemoryVmInventory inventory = new InMemoryVmInventory();
  public final InMemoryTenantDirectory tenants =
      new InMemoryTenantDirectory(
          aTenant("acme").called("Acme").owning("shop", "pay").build(),
          aTenant("globex").called("Globex").owning("research").build());
  public final InMemoryUserDirectory users =
      new InMemoryUserDirectory(
          aUser().of("acme").named("viewer").with(Role.VIEWER).build(),
          aUser().of("acme").named("operator").with(Role.OPERATOR).build(),
          aUser().of("acme").named("root").with(Role.ADMINISTRATOR).build(),
          aUser().of("acme").named("gone").with(Role.VIEWER).disabled().build(),
          aUser().of("globex").named("viewer").with(Role.VIEWER).build());
  public final SigningKeyBook keys = new InMemorySigningKeyBook(InstantSource.system());

  public final InMemoryTasks tasks = new InMemoryTasks(InstantSource.system());
  public final TaskWatch watch = new TaskWatch(tasks, Duration.ofMillis(200));

  /** What limits go by; nothing else does. */
  public final ManualClock limitClock = new ManualClock();

  public final InMemoryRateLimiter limiter = new InMemoryRateLimiter(limitClock);

  public final ChangeFanOut fanOut = new ChangeFanOut();
  public final InMemoryChangeLog changes = new InMemoryChangeLog(fanOut);
  public final InMemoryEvents events = new InMemoryEvents();
  public final InMemorySignInBook signIns = new InMemorySignInBook(InstantSource.system());
  public final ScriptedScreenCamera camera = new ScriptedScreenCamera();
  public final InMemoryConsoles consoles = new InMemoryConsoles(InstantSource.system());
  public final SessionBell bell = new SessionBell(new InMemoryDoorbell());
  public final ConsoleParts sockets = new ConsoleParts();
  public final AccessParts access = new AccessParts();

  /** What renewing sign-ins goes by; nothing else does. */
  public final ManualClock refreshClock = new ManualClock(Instant.now());

  public final InMemoryRefreshBook refreshes = new InMemoryRefreshBook();

  private final EmbeddedServer server;
  private final HttpClient client = HttpClient.newHttpClient();

  private ContractServer(Limits callLimits, TrustedProxies proxies, StreamOptions streams) {
    PermissionGate gate = new PermissionGate(tenants);
    InstantSource clock = InstantSource.system();
    IdSource ids = new TimeOrderedIds(clock, new SecureRandom());
    TaskLimits limits = TaskLimits.USUAL;
    Map<String, Object> settings = new HashMap<>(RestSettings.defaults());
    settings.put("micronaut.server.port", -1);
    SignInEnd signInEnd =
        new SignInEnd(
            refreshes, signIns, new EndSignIn(consoles, bell, clock), Duration.ofHours(1), clock);
    RefreshTokens refreshTokens =
        new RefreshTokens(
            refreshes, signInEnd, RefreshTerms.USUAL, new SecureRandom(), refreshClock);
    ApplicationContext context =
        ApplicationContext.builder()
            .properties(settings)
            .singletons(
                new TimeFormat(ZoneId.of("Asia/Shanghai")),
                inventory,
                keys,
                gate,
                new ListVms(gate, inventory),
                new ShowVm(gate, inventory, events),
                new ListVmEvents(gate, inventory, events),
                new ListNamespaces(gate, inventory),
                proxies,
                streams,
                new FollowChanges(gate, changes, fanOut),
                new AdmitCall(limiter, callLimits.calls()),
                new SignIn(
                    tenants,
                    users,
                    new PlainPasswordHasher(),
                    issuer(Duration.ofHours(1)),
                    limiter,
                    callLimits,
                    refreshTokens,
                    ids),
                new RefreshSignIn(
                    refreshTokens,
                    tenants,
                    users,
                    issuer(Duration.ofHours(1)),
                    limiter,
                    callLimits.calls()),
                new ShowCaller(gate),
                new CheckPermission(gate, new KnownMachines(inventory)),
                new OperateVm(gate, inventory, tasks, watch, ids, limits, clock),
                new OperateVms(gate, inventory, tasks, watch, ids, limits, clock),
                new ShowTask(gate, tasks, watch),
                new ListTasks(gate, tasks),
                new CancelTask(gate, tasks, watch, clock),
                PublicAddress.OF_THE_REQUEST,
                new OpenConsole(
                    gate,
                    inventory,
                    consoles,
                    consoles,
                    limiter,
                    callLimits.consoleTickets(),
                    new SecureRandom(),
                    clock),
                new ShowConsole(gate, inventory, consoles, sockets.live, consoles),
                new ShowScreen(gate, inventory, camera, Duration.ofSeconds(5), clock),
                new DisconnectConsole(gate, inventory, consoles, bell, clock),
                signIns,
                new SignOut(signInEnd),
                new EnterConsole(
                    gate,
                    users,
                    signIns,
                    inventory,
                    consoles,
                    bell,
                    ids,
                    clock,
                    new ServerId(ids.next())))
            .singletons(sockets.beans(consoles, consoles, inventory).toArray())
            .singletons(access.beans(gate, inventory, limiter, ids).toArray())
            .start();
    server = context.getBean(EmbeddedServer.class).start();
  }

  public static ContractServer start() {
    return start(Limits.OFF, TrustedProxies.NONE);
  }

  public static ContractServer start(Limits limits, TrustedProxies proxies) {
    return new ContractServer(limits, proxies, StreamOptions.USUAL);
  }

  public static ContractServer start(StreamOptions streams) {
    return new ContractServer(Limits.OFF, TrustedProxies.NONE, streams);
  }

  /** End all streams, as the platform does before it stops. */
  public void endStreams() {
    server.getApplicationContext().getBean(OpenStreams.class).close();
  }

  /** An issuer with this server's keys. */
  public JwtTokenIssuer issuer(Duration lifetime) {
    return new JwtTokenIssuer(
        keys,
        new TimeOrderedIds(InstantSource.system(), new SecureRandom()),
        InstantSource.system(),
        lifetime);
  }

  /** Sign in at acme and give back the token. */
  public String tokenOf(String username) {
    return tokenOf("acme", username);
  }

  public String tokenOf(String tenant, String username) {
    return post(
            "/api/v1/auth/login",
            """
            {"tenantId":"%s","username":"%s","password":"secret"}
            """
                .formatted(tenant, username))
        .text("data", "token");
  }

  public Answer get(String path, String... headers) {
    return send(request(path, headers).GET());
  }

  /** Get with the token of acme's viewer. */
  public Answer getAsViewer(String path, String... headers) {
    return send(
        request(path, headers).header("Authorization", "Bearer " + tokenOf("viewer")).GET());
  }

  public Answer post(String path, String body, String... headers) {
    return send(
        request(path, headers)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  public HttpRequest.Builder request(String path, String... headers) {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.getPort() + path))
            .timeout(Duration.ofSeconds(10));
    return headers.length == 0 ? builder : builder.headers(headers);
  }

  public Answer send(HttpRequest.Builder request) {
    try {
      return new Answer(client.send(request.build(), BodyHandlers.ofString()));
    } catch (IOException lost) {
      throw new AssertionError("no answer", lost);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError("no answer", interrupted);
    }
  }

  /** What the web socket of a console asks. */
  public EnterConsole enterConsole() {
    return server.getApplicationContext().getBean(EnterConsole.class);
  }

  public int port() {
    return server.getPort();
  }

  @Override
  public void close() {
    client.close();
    watch.close();
    fanOut.close();
    server.getApplicationContext().close();
  }
}
