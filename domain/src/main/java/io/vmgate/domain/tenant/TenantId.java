package io.vmgate.domain.tenant;

import java.util.regex.Pattern;

/**
 * Identify a tenant by a short name that people type when they sign in.
 *
 * @param value 1–63 lower-case letters, digits and dashes, beginning and ending with a letter or
 *     digit
 */
public record TenantId(String value) {
  private static final Pattern FORM = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

  public TenantId {
    if (!isWellFormed(value)) {
      throw new IllegalArgumentException("not a tenant id: " + value);
    }
  }

  /** Tell whether a tenant could have this id at all. */
  public static boolean isWellFormed(String value) {
    return FORM.matcher(value).matches();
  }

  @Override
  public String toString() {
    return value;
  }
}
