package io.vmgate.relay.rfb;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/**
 * Gathers what may go on of bytes that are being read. As a rule that is one piece of them, and
 * then nothing is copied.
 */
final class PassedBytes implements AutoCloseable {
  private final ByteBuf data;
  private final ByteBufAllocator allocator;
  private final int begin;
  private final int end;
  private int pieceBegin;
  private int pieceEnd;
  private @Nullable ByteBuf copied;
  private boolean taken;

  /** Take over bytes of which nothing has been read. */
  PassedBytes(ByteBuf data, ByteBufAllocator allocator) {
    this.data = data;
    this.allocator = allocator;
    this.begin = data.readerIndex();
    this.end = data.writerIndex();
    this.pieceBegin = begin;
    this.pieceEnd = begin;
  }

  /** Let the bytes go on that were read last. */
  void addLast(int bytes) {
    int from = data.readerIndex() - bytes;
    if (from != pieceEnd) {
      copyPiece();
      pieceBegin = from;
    }
    pieceEnd = from + bytes;
  }

  /**
   * Let the bytes go on that were read last; the first of them may have been read from earlier
   * data.
   */
  void addLast(byte[] read, int bytes) {
    if (data.readerIndex() - bytes >= begin) {
      addLast(bytes);
    } else {
      add(read, bytes);
    }
  }

  /** Let other bytes go on in place of some that were read. */
  void add(byte[] made, int bytes) {
    copyPiece();
    copy().writeBytes(made, 0, bytes);
  }

  private void copyPiece() {
    if (pieceEnd > pieceBegin) {
      copy().writeBytes(data, pieceBegin, pieceEnd - pieceBegin);
    }
    pieceBegin = data.readerIndex();
    pieceEnd = pieceBegin;
  }

  private ByteBuf copy() {
    if (copied == null) {
      copied = allocator.buffer(end - begin);
    }
    return copied;
  }

  /** Give what goes on; can be empty. The caller releases it. */
  ByteBuf take() {
    taken = true;
    if (copied != null) {
      copyPiece();
      data.release();
      return copied;
    }
    if (pieceEnd == pieceBegin) {
      data.release();
      return Unpooled.EMPTY_BUFFER;
    }
    return data.setIndex(pieceBegin, pieceEnd);
  }

  /** Give everything back unless it was taken. */
  @Override
  public void close() {
    if (!taken) {
      data.release();
      if (copied != null) {
        copied.release();
      }
    }
  }
}
