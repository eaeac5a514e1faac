package io.vmgate.rest.access;

import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import io.vmgate.application.access.AccessRequest;
import io.vmgate.domain.InputFailure.FieldReason;
import io.vmgate.domain.access.AddressBlock;
import io.vmgate.domain.access.Expiry;
import io.vmgate.domain.access.PortMapping;
import io.vmgate.domain.access.ServiceName;
import io.vmgate.domain.access.ServiceType;
import io.vmgate.rest.envelope.BodyFields;
import io.vmgate.rest.envelope.IdempotencyKeys;
import io.vmgate.rest.envelope.TimeFormat;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Ask for ports of a machine to be published. */
record AccessBody(
    @Schema(
            example = "NodePort",
            allowableValues = {"NodePort", "LoadBalancer", "ClusterIP"})
        String serviceType,
    @Schema(
            example = "vm-web-service",
            pattern = "[a-z]([a-z0-9-]{0,61}[a-z0-9])?",
            description = "Made from the machine's name when left out")
        @Nullable String serviceName,
    @ArraySchema(minItems = 1, maxItems = PortBodies.MOST) List<PortBody> ports,
    @Nullable ExtraBody extra) {
  private static final int LONGEST_WORD = 64;
  private static final int LONGEST_TIME = 32;
  private static final int LONGEST_EXTRA = 8_192;
  private static final int MOST_BLOCKS = 50;
  private static final int LONGEST_BLOCK = 64;
  private static final int SHORTEST_SECONDS = 10;
  private static final int LONGEST_SECONDS = (int) Duration.ofDays(3_650).toSeconds();

  AccessBody {
    ports = List.copyOf(ports);
  }

  /** A port to publish. */
  @Schema(name = "AccessPortBody")
  record PortBody(
      @Schema(example = "8080", minimum = "1", maximum = "65535", description = "Of the service")
          int port,
      @Schema(
              example = "80",
              minimum = "1",
              maximum = "65535",
              description = "Of the machine; the same when left out")
          @Nullable Integer targetPort,
      @Schema(
              example = "30080",
              description = "On every node; any free one when left out, none for ClusterIP")
          @Nullable Integer nodePort,
      @Schema(
              defaultValue = "TCP",
              allowableValues = {"TCP", "UDP"})
          @Nullable String protocol,
      @Schema(
              example = "http",
              description = "Within the service; made when several ports have none")
          @Nullable String name) {}

  /** Whatever else is given here is kept with the service and given back, too. */
  @Schema(name = "AccessExtraBody")
  record ExtraBody(
      @Schema(
              example = "2025-08-31 18:00:00",
              description = "When the service is removed: a time, or a number of seconds from now")
          @Nullable String expireTime,
      @ArraySchema(
              maxItems = MOST_BLOCKS,
              schema = @Schema(example = "192.168.0.0/16"),
              arraySchema =
                  @Schema(description = "Who may reach it: CIDR blocks; anybody when left out"))
          @Nullable List<String> allowFrom) {
    ExtraBody {
      allowFrom = allowFrom == null ? null : List.copyOf(allowFrom);
    }
  }

  /** Read it, and refuse all that is wrong at once. */
  static AccessRequest read(BodyFields fields, TimeFormat times, @Nullable String key) {
    Optional<ServiceType> type = type(fields);
    ServiceName name = name(fields);
    List<PortMapping> ports = PortBodies.read(fields, type);
    BodyFields extra = fields.within("extra");
    Expiry expiry = expiry(extra, times);
    List<AddressBlock> allowFrom = allowFrom(extra);
    String text = extra(fields);
    String requestKey = IdempotencyKeys.read(fields, key);
    fields.refuseIfWrong();
    return new AccessRequest(type.orElseThrow(), name, ports, expiry, allowFrom, text, requestKey);
  }

  private static Optional<ServiceType> type(BodyFields fields) {
    String word = fields.requiredText("serviceType", LONGEST_WORD);
    Optional<ServiceType> type = ServiceType.ofWireName(word);
    if (type.isEmpty() && !word.isBlank()) {
      fields.refuse(
          "serviceType",
          FieldReason.NOT_ONE_OF,
          Arrays.stream(ServiceType.values())
              .map(ServiceType::wireName)
              .collect(Collectors.joining(", ")));
    }
    return type;
  }

  private static @Nullable ServiceName name(BodyFields fields) {
    String text = fields.text("serviceName", 63);
    if (text == null) {
      return null;
    }
    Optional<ServiceName> name = ServiceName.parse(text);
    if (name.isEmpty()) {
      fields.refuse(
          "serviceName",
          FieldReason.MALFORMED,
          "a–z, 0–9, -; a letter first, a letter or digit last");
    }
    return name.orElse(null);
  }

  private static @Nullable Expiry expiry(BodyFields extra, TimeFormat times) {
    if (!extra.has("expireTime")) {
      return null;
    }
    if (!extra.isText("expireTime")) {
      return new Expiry.After(
          Duration.ofSeconds(
              extra.number("expireTime", SHORTEST_SECONDS, SHORTEST_SECONDS, LONGEST_SECONDS)));
    }
    String text = extra.text("expireTime", LONGEST_TIME);
    Optional<Instant> instant = text == null ? Optional.empty() : times.read(text);
    if (text != null && instant.isEmpty()) {
      extra.refuse("expireTime", FieldReason.MALFORMED, "yyyy-MM-dd HH:mm:ss");
    }
    return instant.map(Expiry.At::new).orElse(null);
  }

  private static List<AddressBlock> allowFrom(BodyFields extra) {
    if (!extra.has("allowFrom")) {
      return List.of();
    }
    return extra
        .parsed(
            "allowFrom", MOST_BLOCKS, LONGEST_BLOCK, "CIDR: 192.168.0.0/16", AddressBlock::parse)
        .stream()
        .distinct()
        .toList();
  }

  private static @Nullable String extra(BodyFields fields) {
    return fields.isObject("extra") ? fields.object("extra", LONGEST_EXTRA) : null;
  }
}
