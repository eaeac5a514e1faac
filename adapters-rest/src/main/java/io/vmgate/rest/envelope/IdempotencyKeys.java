package io.vmgate.rest.envelope;

import io.vmgate.domain.InputFailure.FieldReason;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Read the header by which a repeated request is known. */
public final class IdempotencyKeys {
  /** The header's name. */
  public static final String HEADER = "Idempotency-Key";

  /** What the header is for. */
  public static final String HELP =
      "The same key and request within a day get the first answer again";

  private static final int LONGEST = 255;
  private static final Pattern FORM = Pattern.compile("[\\x21-\\x7e]+");

  private IdempotencyKeys() {}

  /** Take the header's value; what is wrong with it is refused with the fields. */
  public static @Nullable String read(BodyFields fields, @Nullable String key) {
    if (key == null) {
      return null;
    }
    if (key.length() > LONGEST) {
      fields.refuse(HEADER, FieldReason.TOO_LONG, LONGEST);
    } else if (!FORM.matcher(key).matches()) {
      fields.refuse(HEADER, FieldReason.MALFORMED, "1–255 visible ASCII characters");
    }
    return key;
  }
}
