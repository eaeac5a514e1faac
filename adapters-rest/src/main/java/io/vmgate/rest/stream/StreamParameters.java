package io.vmgate.rest.stream;

import io.micronaut.core.annotation.Introspected;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.QueryValue;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.vmgate.domain.InputFailure.FieldReason;
import io.vmgate.domain.stream.ChangeKind;
import io.vmgate.domain.stream.Interest;
import io.vmgate.rest.envelope.Messages;
import io.vmgate.rest.envelope.QueryFields;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Take what a stream may be asked for. All texts, so that one answer names all wrong ones. */
@Introspected
record StreamParameters(
    @Parameter(
            description = "Only changes of these kinds, separated by commas",
            example = "vm,task,service",
            schema = @Schema(type = "string"))
        @QueryValue
        @Nullable String kinds,
    @Parameter(description = "Only what is about machines of this namespace", example = "default")
        @QueryValue
        @Nullable String namespace,
    @Parameter(description = "Only what is about this machine") @QueryValue @Nullable String vmId,
    @Parameter(
            description = "The language of texts; without it that of Accept-Language",
            schema =
                @Schema(
                    type = "string",
                    allowableValues = {"zh", "en"}))
        @QueryValue
        @Nullable String lang,
    @Parameter(
            description =
                "Where to go on: the id of the last event that arrived, for clients that cannot set"
                    + " the header; the header goes first")
        @QueryValue
        @Nullable String lastEventId,
    @Parameter(description = "Where to go on: the id of the last event that arrived")
        @Header("Last-Event-ID")
        @Nullable String lastEventIdHeader) {
  private static final int LONGEST_TEXT = 253;

  /** What a client asks for, after it was checked. */
  record Wanted(Interest interest, Optional<String> lastPoint, Locale language) {}

  Wanted read(HttpRequest<?> request) {
    QueryFields fields = new QueryFields();
    Set<ChangeKind> wantedKinds = wantedKinds(fields);
    String wantedNamespace = fields.text("namespace", namespace, LONGEST_TEXT);
    String wantedMachine = fields.text("vmId", vmId, LONGEST_TEXT);
    Locale language = language(fields, request);
    fields.refuseIfWrong();
    return new Wanted(
        new Interest(wantedKinds, wantedNamespace, wantedMachine), lastPoint(), language);
  }

  private Set<ChangeKind> wantedKinds(QueryFields fields) {
    String words = fields.text("kinds", kinds, LONGEST_TEXT);
    Set<ChangeKind> found = EnumSet.noneOf(ChangeKind.class);
    for (String word : words == null ? new String[0] : words.split(",", -1)) {
      Optional<ChangeKind> kind = ChangeKind.ofWireName(word.strip());
      if (kind.isEmpty()) {
        String all =
            Arrays.stream(ChangeKind.values())
                .map(ChangeKind::wireName)
                .collect(Collectors.joining(", "));
        fields.refuse("kinds", FieldReason.NOT_ONE_OF, all);
        break;
      }
      found.add(kind.get());
    }
    return found.isEmpty() ? EnumSet.allOf(ChangeKind.class) : found;
  }

  private Locale language(QueryFields fields, HttpRequest<?> request) {
    String word = fields.text("lang", lang, LONGEST_TEXT);
    if (word == null) {
      return Messages.language(request);
    }
    for (Locale language : Messages.LANGUAGES) {
      if (language.getLanguage().equals(word)) {
        return language;
      }
    }
    String all =
        Messages.LANGUAGES.stream().map(Locale::getLanguage).collect(Collectors.joining(", "));
    fields.refuse("lang", FieldReason.NOT_ONE_OF, all);
    return Messages.LANGUAGES.getFirst();
  }

  /** Whatever a client was not told by us is a point that nobody knows, not a wrong parameter. */
  private Optional<String> lastPoint() {
    return Optional.ofNullable(lastEventIdHeader)
        .filter(point -> !point.isBlank())
        .or(() -> Optional.ofNullable(lastEventId))
        .map(String::strip)
        .filter(point -> !point.isEmpty());
  }
}
