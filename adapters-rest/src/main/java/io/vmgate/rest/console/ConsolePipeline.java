package io.vmgate.rest.console;

import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.http.server.netty.NettyServerCustomizer;
import io.netty.channel.Channel;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Puts a {@link ConsoleUpgrade} into every HTTP connection. */
@Singleton
final class ConsolePipeline implements BeanCreatedEventListener<NettyServerCustomizer.Registry> {
  /** Micronaut's name for the codec: our handler sees requests right behind it. */
  private static final String CODEC = "http-server-codec";

  @Override
  public NettyServerCustomizer.Registry onCreated(
      BeanCreatedEvent<NettyServerCustomizer.Registry> event) {
    event.getBean().register(new Customizer(null));
    return event.getBean();
  }

  private record Customizer(@Nullable Channel channel) implements NettyServerCustomizer {
    @Override
    public NettyServerCustomizer specializeForChannel(Channel accepted, ChannelRole role) {
      return role == ChannelRole.CONNECTION ? new Customizer(accepted) : this;
    }

    @Override
    public void onStreamPipelineBuilt() {
      if (channel != null && channel.pipeline().get(CODEC) != null) {
        channel.pipeline().addAfter(CODEC, "console-upgrade", new ConsoleUpgrade());
      }
    }
  }
}
