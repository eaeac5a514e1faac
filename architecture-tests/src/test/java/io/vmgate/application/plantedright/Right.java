package io.vmgate.application.plantedright;

import io.vmgate.application.plantedleft.Left;
import org.jspecify.annotations.Nullable;

public record Right(@Nullable Left other) {}
