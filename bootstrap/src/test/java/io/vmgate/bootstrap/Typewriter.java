package io.vmgate.bootstrap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;

/**
 * A guest without an operating system: a block in the first place of its screen says that it has
 * started, it shows the letter of each key that it gets, and has a SPICE agent for the clipboard.
 */
final class Typewriter {
  /** A boot sector; {@code src/test/guest/typewriter.s} says how it is made. */
  private static final String CODE =
      """
      31c08ed88ec08ed0bc007cfcb80300cd10b8db0ecd10bafb02b003ee42eee8e600668b1e0090668b
      0e0490660faccb0866c1e90866c1e0186609c166891e009066890e0490664b75d56683f91472cf66
      81f90008000077c6bf0090e8a900aae2fabf1ca0a004903c06743c3c0774313c0874503c0475a7be
      1890bf00b08b0e109083e904890efeaface89a003c6172063c7a77022c20aae2efbf1ca0b007eb02
      b008c60501eb17803e1490000f846effc6050066c745042000000083c70483c704eb11c6050183c7
      04be00b08b0efeaff3a4b00481ef1ca0c60600a001893e18a08d4d14890e04a0c60608a001a20ca0
      83c108be00a0bafd02eca82074f8b2f8aceee2f2e917ffb401cd16740730e4cd16e81200bafd02ec
      fec074ebfec8a80174e5b2f8ecc3b40ecd10c3
      """;

  /** Has the agent's line end at a serial port, since the guest has no driver for another. */
  private static final String QEMU =
      """
      #!/bin/sh
      PATH=${PATH#*:}
      for word do
        shift
        case $word in virtserialport,*) word=isa-serial,chardev=agent ;; esac
        set -- "$@" "$word"
      done
      exec qemu-system-x86_64 "$@"
      """;

  private Typewriter() {}

  /** Write a disk to boot it from. */
  static Path disk(Path folder) throws IOException {
    byte[] code = HexFormat.of().parseHex(CODE.replace("\n", ""));
    byte[] disk = new byte[1 << 20];
    System.arraycopy(code, 0, disk, 0, code.length);
    disk[510] = 0x55;
    disk[511] = (byte) 0xAA;
    return Files.write(folder.resolve("typewriter.img"), disk);
  }

  /** Write the QEMU that it needs for its agent; gives the folder, to be the first of the PATH. */
  static Path qemu(Path folder) throws IOException {
    Path programs = Files.createDirectory(folder.resolve("qemu"));
    Path program = Files.writeString(programs.resolve("qemu-system-x86_64"), QEMU);
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    return programs;
  }
}
