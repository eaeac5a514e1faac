package io.vmgate.rest.docs;

import io.swagger.v3.oas.annotations.OpenAPIDefinition;
import io.swagger.v3.oas.annotations.enums.SecuritySchemeType;
import io.swagger.v3.oas.annotations.info.Info;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import io.swagger.v3.oas.annotations.security.SecurityScheme;

/** Head the contract's description; the operations are described where they are. */
@OpenAPIDefinition(
    info =
        @Info(
            title = "VMGate",
            version = "1",
            description =
                "The one way to virtual machines on K3s and KubeVirt. Every JSON answer is an envelope"
                    + " of code, message and data; errors are told by their code, whose first three"
                    + " digits are the HTTP status. Messages are Chinese, or English for"
                    + " Accept-Language: en. Times are yyyy-MM-dd HH:mm:ss in the zone that the answer's"
                    + " X-Time-Zone header names. X-Request-Id is taken over or made, and stands on"
                    + " every answer. Whoever calls too often gets 429 with code 42901 and Retry-After."),
    security = @SecurityRequirement(name = "token"))
@SecurityScheme(
    name = "token",
    type = SecuritySchemeType.HTTP,
    scheme = "bearer",
    bearerFormat = "JWT",
    description = "The token that POST /api/v1/auth/login hands out")
final class ContractDefinition {
  private ContractDefinition() {}
}
