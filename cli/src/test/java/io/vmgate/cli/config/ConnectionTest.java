package io.vmgate.cli.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmgate.cli.Shell;
import io.vmgate.cli.config.Connection.Asked;
import io.vmgate.cli.outcome.Refusal;
import io.vmgate.cli.terminal.Language;
import io.vmgate.cli.terminal.Surroundings;
import io.vmgate.cli.terminal.Texts;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionTest {
  private static final Texts TEXTS = new Texts(Language.ENGLISH);

  @TempDir private Path home;

  @BeforeEach
  void remember() throws ContextFile.FaultException {
    file()
        .write(
            new Contexts("one", List.of())
                .with(
                    new Context(
                        "one", "https://one.example", "acme", "ann", "first", "", 0, "", ""))
                .with(
                    new Context(
                        "two", "https://two.example", "acme", "bob", "second", "", 0, "", "")));
  }

  private ContextFile file() {
    return new ContextFile(home.resolve(".vmctl/config"));
  }

  private Surroundings surroundings(Shell shell) {
    return shell.surroundings(new ByteArrayOutputStream(), new ByteArrayOutputStream());
  }

  private Connection choose(Shell shell, @Nullable String server, @Nullable String context) {
    return Connection.choose(new Asked(server, null, context, null), surroundings(shell), TEXTS);
  }

  @Test
  void isReadAndWrittenByItsOwnerAlone() throws IOException {
    Path path = file().path();

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve(".vmctl"))))
        .isEqualTo("rwx------");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----"})
  void refusesAFileThatIsOpenToOthers(String mode) throws IOException {
    Files.setPosixFilePermissions(file().path(), PosixFilePermissions.fromString(mode));

    assertThatThrownBy(() -> choose(Shell.in(home), null, null))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("chmod 600");
  }

  @Test
  void refusesAFileThatIsNone() throws IOException {
    Files.writeString(file().path(), "contexts: [");

    assertThatThrownBy(() -> choose(Shell.in(home), null, null))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("cannot be used");
  }

  @Test
  void takesTheCurrentContextOrTheOneAskedFor() {
    assertThat(choose(Shell.in(home), null, null).token()).isEqualTo("first");
    assertThat(choose(Shell.in(home), null, "two").server()).isEqualTo("https://two.example");
    assertThatThrownBy(() -> choose(Shell.in(home), null, "three"))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("three");
  }

  @Test
  void prefersOptionsToVariablesToTheFile() {
    Shell shell = Shell.in(home).with("VM_TOKEN", "third");
    Asked asked = new Asked(null, "fourth", null, null);

    assertThat(choose(shell, null, null).token()).isEqualTo("third");
    assertThat(Connection.choose(asked, surroundings(shell), TEXTS).token()).isEqualTo("fourth");
  }

  @Test
  void prefersANamedContextToVariables() {
    Shell shell =
        Shell.in(home).with("VM_TOKEN", "third").with("VM_SERVER", "https://three.example");
    Asked asked = new Asked(null, "fourth", "two", null);

    assertThat(choose(shell, null, "two"))
        .returns("https://two.example", Connection::server)
        .returns("second", Connection::token);
    assertThat(Connection.choose(asked, surroundings(shell), TEXTS).token()).isEqualTo("fourth");
    assertThat(choose(shell, "https://evil.example", "two").token()).isEmpty();
  }

  @Test
  void givesATokenToNoOtherServerThanItsOwn() {
    assertThat(choose(Shell.in(home), "https://evil.example", null).token()).isEmpty();
    assertThat(choose(Shell.in(home).with("VM_SERVER", "https://evil.example"), null, null).token())
        .isEmpty();
    assertThat(choose(Shell.in(home), "https://one.example/", null).token()).isEqualTo("first");
  }

  @ParameterizedTest
  @ValueSource(strings = {"one.example", "ftp://one.example", "https://", "http://a b"})
  void refusesWhatIsNoAddress(String server) {
    assertThatThrownBy(() -> choose(Shell.in(home), server, null))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining(server);
  }
}
