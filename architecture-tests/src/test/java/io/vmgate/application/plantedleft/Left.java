package io.vmgate.application.plantedleft;

import io.vmgate.application.plantedright.Right;
import org.jspecify.annotations.Nullable;

public record Left(@Nullable Right other) {}
