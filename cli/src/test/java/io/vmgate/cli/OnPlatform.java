package io.vmgate.cli;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests the platform: one for the whole run, since starting it takes seconds. */
public final class OnPlatform implements ParameterResolver {
  private static final Namespace OURS = Namespace.create(OnPlatform.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
    return parameter.getParameter().getType() == TestPlatform.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
    return test.getRoot()
        .getStore(OURS)
        .computeIfAbsent(TestPlatform.class, _ -> TestPlatform.start(), TestPlatform.class);
  }
}
