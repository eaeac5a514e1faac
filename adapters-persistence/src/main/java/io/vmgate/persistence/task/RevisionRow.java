package io.vmgate.persistence.task;

import io.micronaut.core.annotation.Introspected;
import java.util.UUID;

/** How often a task has changed, and nothing else of it: thousands may be asked for at once. */
@Introspected
record RevisionRow(UUID id, long revision) {}
