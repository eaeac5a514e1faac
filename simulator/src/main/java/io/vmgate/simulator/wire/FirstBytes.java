package io.vmgate.simulator.wire;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;

/** Looks whether a client speaks HTTP, and lets a page or an echo answer. */
final class FirstBytes extends ByteToMessageDecoder {
  private static final List<String> METHODS =
      List.of("GET ", "HEAD ", "POST ", "PUT ", "PATCH ", "DELETE ", "OPTIONS ", "TRACE ");
  private static final int LONGEST_METHOD = 8;

  private final Supplier<String> page;

  FirstBytes(Supplier<String> page) {
    this.page = page;
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    int length = Math.min(in.readableBytes(), LONGEST_METHOD);
    String start = in.toString(in.readerIndex(), length, StandardCharsets.US_ASCII);
    if (METHODS.stream().anyMatch(start::startsWith)) {
      StandInHandlers.page(context.channel(), page);
      context.pipeline().remove(this);
    } else if (METHODS.stream().noneMatch(method -> method.startsWith(start))) {
      StandInHandlers.echo(context.channel());
      context.pipeline().remove(this);
    }
  }
}
