package io.vmgate.rest.auth;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.authentication.AuthorizationException;
import io.micronaut.security.rules.SecurityRule;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.security.SecurityRequirements;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.vmgate.application.auth.CheckPermission;
import io.vmgate.application.auth.RefreshSignIn;
import io.vmgate.application.auth.ShowCaller;
import io.vmgate.application.auth.SignIn;
import io.vmgate.application.auth.SignOut;
import io.vmgate.application.auth.SignedIn;
import io.vmgate.domain.auth.Caller;
import io.vmgate.domain.auth.SignInId;
import io.vmgate.rest.client.ClientAddresses;
import io.vmgate.rest.docs.ErrorEnvelope;
import io.vmgate.rest.envelope.Envelope;
import io.vmgate.rest.envelope.JsonBodies;
import io.vmgate.rest.envelope.Messages;
import io.vmgate.rest.envelope.RequiredFields;
import java.util.List;
import org.jspecify.annotations.Nullable;

@Tag(name = "auth")
@ApiResponse(responseCode = "200", description = "Success")
@ApiResponse(
    responseCode = "4XX",
    description = ErrorEnvelope.DESCRIPTION,
    content = @Content(schema = @Schema(implementation = ErrorEnvelope.class)))
@Controller("/api/v1/auth")
@ExecuteOn(TaskExecutors.BLOCKING)
class AuthController {
  private final SignIn signIn;
  private final RefreshSignIn refreshSignIn;
  private final SignOut signOut;
  private final CheckPermission checkPermission;
  private final ShowCaller showCaller;
  private final JsonBodies bodies;
  private final Messages messages;
  private final ClientAddresses clients;
  private final RefreshCookies cookies;
  private final RefreshAnswers refreshAnswers;

  AuthController(
      SignIn signIn,
      RefreshSignIn refreshSignIn,
      SignOut signOut,
      CheckPermission checkPermission,
      ShowCaller showCaller,
      JsonBodies bodies,
      Messages messages,
      ClientAddresses clients,
      RefreshCookies cookies,
      RefreshAnswers refreshAnswers) {
    this.signIn = signIn;
    this.refreshSignIn = refreshSignIn;
    this.signOut = signOut;
    this.checkPermission = checkPermission;
    this.showCaller = showCaller;
    this.bodies = bodies;
    this.messages = messages;
    this.clients = clients;
    this.cookies = cookies;
    this.refreshAnswers = refreshAnswers;
  }

  @Operation(
      operationId = "login",
      summary = "登录 / Sign in",
      description =
          "Checks user name and password and hands out a token for the Authorization header. An "
              + "unknown user, an unknown tenant and a wrong password get the same answer, and are "
              + "counted alike against the limits by name and by address. A sign-in that is to be renewed by "
              + "cookie needs a header X-Requested-With. "
              + "Errors: 40001, 40002, 40101, 40302, 40304, 42901, 50301.")
  @SecurityRequirements
  @Post("/login")
  @Secured(SecurityRule.IS_ANONYMOUS)
  HttpResponse<Envelope<LoginView>> login(
      @Parameter(hidden = true) HttpRequest<?> request,
      @RequestBody(
              required = true,
              content = @Content(schema = @Schema(implementation = LoginBody.class)))
          @Body
          @Nullable String body) {
    LoginBody login = LoginBody.read(bodies.read(body));
    RefreshBy by = login.refreshBy();
    if (by == RefreshBy.COOKIE) {
      cookies.requireOwnPage(request);
    }
    SignedIn signedIn =
        signIn.signIn(login.toCredentials(), clients.of(request), by != RefreshBy.NONE);
    return refreshAnswers.answer(request, signedIn, by);
  }

  @Operation(
      operationId = "refresh",
      summary = "续期 / Renew a sign-in",
      description =
          "Hands out the next token of a sign-in, with what the user may do now. The refresh token is "
              + "the body's, or that of the cookie that signing in has set; the cookie works for pages of "
              + "this platform alone, and only with a header X-Requested-With of any value. It is used up: "
              + "the answer gives the next one the same way. One that is used again later is in two hands, "
              + "and ends the sign-in with all that it opened. "
              + "Errors: 40001, 40002, 40106, 40302, 40304, 42901, 50301.")
  @SecurityRequirements
  @Post("/refresh")
  @Secured(SecurityRule.IS_ANONYMOUS)
  HttpResponse<Envelope<LoginView>> refresh(
      @Parameter(hidden = true) HttpRequest<?> request,
      @RequestBody(content = @Content(schema = @Schema(implementation = RefreshBody.class))) @Body
          @Nullable String body) {
    ShownRefreshToken shown = refreshAnswers.read(request, RefreshBody.read(bodies.read(body)));
    SignedIn signedIn = refreshSignIn.refresh(shown.token(), clients.of(request));
    return refreshAnswers.answer(request, signedIn, shown.by());
  }

  @Operation(
      operationId = "logout",
      summary = "退出登录 / Sign out",
      description =
          "Ends the sign-in: its tokens are good for nothing any more, on every server within a second,"
              + " it cannot be renewed, and the console sessions and links that it opened are ended. "
              + "Errors: 40102, 40103, 42901, 50301.")
  @Post("/logout")
  @Secured(SecurityRule.IS_AUTHENTICATED)
  Envelope<Object> logout(
      @Parameter(hidden = true) HttpRequest<?> request,
      @Parameter(hidden = true) Authentication token) {
    Caller caller = CallerClaims.read(token).orElseThrow(() -> new AuthorizationException(token));
    SignInId signIn =
        CallerClaims.signIn(token).orElseThrow(() -> new AuthorizationException(token));
    signOut.signOut(caller.tenant(), signIn, CallerClaims.expiry(token));
    return Envelope.done(messages.text(request, "auth.SIGNED_OUT", List.of()));
  }

  @Operation(
      operationId = "checkPermission",
      summary = "权限校验 / Check a permission",
      description =
          "Tells whether the caller may do something, before it is tried. "
              + "Errors: 40001, 40102, 40103, 40302, 40401, 42901, 50301.")
  @Get("/permissions")
  @Secured(SecurityRule.IS_AUTHENTICATED)
  Envelope<PermissionView> permissions(
      @Parameter(hidden = true) Caller caller,
      @Parameter(description = "The kind of resource", example = "vm", required = true) @QueryValue
          @Nullable String resourceType,
      @Parameter(description = "What to do with it", example = "console:access", required = true)
          @QueryValue
          @Nullable String operation,
      @Parameter(description = "A machine's id, to ask for that machine only") @QueryValue
          @Nullable String resourceId) {
    RequiredFields required = new RequiredFields();
    String type = required.text("resourceType", resourceType);
    String verb = required.text("operation", operation);
    required.refuseIfMissing();
    return Envelope.success(
        new PermissionView(checkPermission.check(caller, type, verb, resourceId)));
  }

  @Operation(
      operationId = "showCaller",
      summary = "当前用户 / Who am I",
      description =
          "The signed-in user, the tenant, roles and permissions. "
              + "Errors: 40102, 40103, 40302, 42901.")
  @Get("/me")
  @Secured(SecurityRule.IS_AUTHENTICATED)
  Envelope<CallerView> me(@Parameter(hidden = true) Caller caller) {
    return Envelope.success(CallerView.of(showCaller.show(caller)));
  }
}
