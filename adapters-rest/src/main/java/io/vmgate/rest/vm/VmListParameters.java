package io.vmgate.rest.vm;

import io.micronaut.core.annotation.Introspected;
import io.micronaut.http.annotation.QueryValue;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.vmgate.domain.InputFailure.FieldError;
import io.vmgate.domain.InputFailure.FieldReason;
import io.vmgate.domain.InputFailure.InvalidFields;
import io.vmgate.domain.page.PageRequest;
import io.vmgate.domain.vm.LabelSelector;
import io.vmgate.domain.vm.VmFilter;
import io.vmgate.domain.vm.VmQuery;
import io.vmgate.domain.vm.VmSortKey;
import io.vmgate.domain.vm.VmStatus;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Take what a list may be asked for. All texts, so that every wrong one can be named in one answer;
 * a blank one is like one that is not there.
 */
@Introspected
record VmListParameters(
    @Parameter(
            description = "From 1",
            schema = @Schema(type = "integer", minimum = "1", defaultValue = "1"))
        @QueryValue
        @Nullable String page,
    @Parameter(
            description = "Rows a page",
            schema = @Schema(type = "integer", minimum = "1", maximum = "200", defaultValue = "10"))
        @QueryValue
        @Nullable String pageSize,
    @Parameter(description = "Only this namespace", example = "default") @QueryValue
        @Nullable String namespace,
    @Parameter(
            description = "Only this status; several are separated by commas",
            example = "running")
        @QueryValue
        @Nullable String status,
    @Parameter(description = "A part of the name, letter case ignored", example = "test")
        @QueryValue
        @Nullable String nameLike,
    @Parameter(description = "Only on this node", example = "k3s-node-01") @QueryValue
        @Nullable String nodeName,
    @Parameter(
            description = "A label selector in Kubernetes syntax",
            example = "app=web,tier in (frontend,backend)")
        @QueryValue
        @Nullable String labelSelector,
    @Parameter(
            description = "What to sort by",
            schema =
                @Schema(
                    type = "string",
                    defaultValue = "createTime",
                    allowableValues = {
                      "name",
                      "namespace",
                      "status",
                      "createTime",
                      "nodeName",
                      "vCPU",
                      "memory"
                    }))
        @QueryValue
        @Nullable String sortBy,
    @Parameter(
            description = "Machines without a value come last either way",
            schema =
                @Schema(
                    type = "string",
                    defaultValue = "desc",
                    allowableValues = {"asc", "desc"}))
        @QueryValue
        @Nullable String sortOrder) {
  private static final int DEFAULT_PAGE_SIZE = 10;
  private static final int LONGEST_NAME = 253; // Kubernetes: DNS subdomain
  private static final int LONGEST_SELECTOR = 4096;

  /** Read all parameters, refusing all wrong ones at once. */
  VmQuery toQuery() {
    List<FieldError> errors = new ArrayList<>();
    int pageNumber = number(errors, "page", page, 1, 1, Integer.MAX_VALUE);
    int rows =
        number(errors, "pageSize", pageSize, DEFAULT_PAGE_SIZE, 1, PageRequest.MAX_PAGE_SIZE);
    VmFilter filter =
        new VmFilter(
            text(errors, "namespace", namespace, LONGEST_NAME),
            statuses(errors),
            text(errors, "nameLike", nameLike, LONGEST_NAME),
            text(errors, "nodeName", nodeName, LONGEST_NAME),
            labels(errors));
    VmSortKey key = sortKey(errors);
    boolean descending = descending(errors);
    if (!errors.isEmpty()) {
      throw new InvalidFields(errors).toException();
    }
    return new VmQuery(filter, key, descending, new PageRequest(pageNumber, rows));
  }

  private static int number(
      List<FieldError> errors,
      String field,
      @Nullable String given,
      int missing,
      int least,
      int most) {
    if (given == null || given.isBlank()) {
      return missing;
    }
    try {
      int value = Integer.parseInt(given.strip());
      if (value < least || value > most) {
        errors.add(new FieldError(field, FieldReason.OUT_OF_RANGE, List.of(least, most)));
        return missing;
      }
      return value;
    } catch (NumberFormatException notANumber) {
      boolean tooLarge = given.strip().matches("[+-]?\\d+");
      errors.add(
          tooLarge
              ? new FieldError(field, FieldReason.OUT_OF_RANGE, List.of(least, most))
              : new FieldError(field, FieldReason.WRONG_TYPE, List.of("integer")));
      return missing;
    }
  }

  private static @Nullable String text(
      List<FieldError> errors, String field, @Nullable String given, int longest) {
    if (given == null || given.isBlank()) {
      return null;
    }
    if (given.length() > longest) {
      errors.add(new FieldError(field, FieldReason.TOO_LONG, List.of(longest)));
      return null;
    }
    return given.strip();
  }

  private Set<VmStatus> statuses(List<FieldError> errors) {
    Set<VmStatus> statuses = EnumSet.noneOf(VmStatus.class);
    if (status == null || status.isBlank()) {
      return statuses;
    }
    for (String word : status.split(",", -1)) {
      VmStatus.ofWireName(word.strip()).ifPresent(statuses::add);
    }
    boolean allKnown =
        Arrays.stream(status.split(",", -1))
            .allMatch(word -> VmStatus.ofWireName(word.strip()).isPresent());
    if (!allKnown) {
      errors.add(
          notOneOf("status", Arrays.stream(VmStatus.values()).map(VmStatus::wireName).toList()));
    }
    return statuses;
  }

  private LabelSelector labels(List<FieldError> errors) {
    String given = text(errors, "labelSelector", labelSelector, LONGEST_SELECTOR);
    if (given == null) {
      return LabelSelector.EVERYTHING;
    }
    try {
      return LabelSelector.parse(given);
    } catch (IllegalArgumentException malformed) {
      errors.add(
          new FieldError(
              "labelSelector",
              FieldReason.MALFORMED,
              List.of(String.valueOf(malformed.getMessage()))));
      return LabelSelector.EVERYTHING;
    }
  }

  private VmSortKey sortKey(List<FieldError> errors) {
    if (sortBy == null || sortBy.isBlank()) {
      return VmSortKey.CREATE_TIME;
    }
    return VmSortKey.ofWireName(sortBy.strip())
        .orElseGet(
            () -> {
              errors.add(
                  notOneOf(
                      "sortBy",
                      Arrays.stream(VmSortKey.values()).map(VmSortKey::wireName).toList()));
              return VmSortKey.CREATE_TIME;
            });
  }

  private boolean descending(List<FieldError> errors) {
    if (sortOrder == null || sortOrder.isBlank()) {
      return true;
    }
    return switch (sortOrder.strip()) {
      case "asc" -> false;
      case "desc" -> true;
      default -> {
        errors.add(notOneOf("sortOrder", List.of("asc", "desc")));
        yield true;
      }
    };
  }

  private static FieldError notOneOf(String field, List<String> allowed) {
    return new FieldError(
        field, FieldReason.NOT_ONE_OF, List.of(allowed.stream().collect(Collectors.joining(", "))));
  }
}
