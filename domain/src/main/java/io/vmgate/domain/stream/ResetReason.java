package io.vmgate.domain.stream;

/** Say why somebody who follows has to look at everything anew. */
public enum ResetReason {
  /** The point to go on from is older than what is kept. */
  TOO_OLD("tooOld"),
  /** The point to go on from is none of this database's: of another one, or of a lost future. */
  UNKNOWN_POINT("unknownPoint"),
  /** More changes waited than are kept for one listener, or the replica itself missed some. */
  FELL_BEHIND("fellBehind");

  private final String wireName;

  ResetReason(String wireName) {
    this.wireName = wireName;
  }

  /** The word in the contract. */
  public String wireName() {
    return wireName;
  }
}
