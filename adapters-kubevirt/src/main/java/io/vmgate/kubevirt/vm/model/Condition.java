package io.vmgate.kubevirt.vm.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * State one aspect of an object.
 *
 * @param status True, False or Unknown
 */
public record Condition(
    String type, String status, @Nullable String reason, @Nullable String message) {
  public Condition {
    type = Wire.text(type);
    status = Wire.text(status);
  }

  /** Tell whether this aspect holds. */
  public boolean isTrue() {
    return "True".equals(status);
  }

  /** Tell whether this aspect is known not to hold. */
  public boolean isFalse() {
    return "False".equals(status);
  }

  /** What a person would read: the message, else the reason. */
  public @Nullable String text() {
    return message != null && !message.isBlank() ? message : reason;
  }

  /** Find the condition of this type. */
  public static @Nullable Condition find(List<Condition> conditions, String type) {
    for (Condition condition : conditions) {
      if (type.equals(condition.type)) {
        return condition;
      }
    }
    return null;
  }
}
