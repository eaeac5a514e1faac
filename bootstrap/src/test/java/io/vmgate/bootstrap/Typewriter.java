package io.vmgate.bootstrap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/** A guest without an operating system, which shows the letter of each key that it gets. */
final class Typewriter {
  /** A boot sector: {@code xor ah,ah; int 16h; mov ah,0Eh; int 10h} and again. */
  private static final byte[] CODE = HexFormat.of().parseHex("b400cd16b40ecd10ebf6");

  private Typewriter() {}

  /** Write a disk to boot it from. */
  static Path disk(Path folder) throws IOException {
    byte[] disk = new byte[1 << 20];
    System.arraycopy(CODE, 0, disk, 0, CODE.length);
    disk[510] = 0x55;
    disk[511] = (byte) 0xAA;
    return Files.write(folder.resolve("typewriter.img"), disk);
  }
}
