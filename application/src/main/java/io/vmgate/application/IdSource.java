package io.vmgate.application;

import java.util.UUID;

/** Gives out ids that nobody else has. */
@FunctionalInterface
public interface IdSource {
  /** A fresh id; later ones sort after earlier ones, within a millisecond in any order. */
  UUID next();
}
