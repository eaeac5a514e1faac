package io.vmgate.cli.access;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;
import tools.jackson.databind.node.ObjectNode;

/**
 * A port as it is written on a command line: {@code PORT[:TARGET[:NODEPORT]][/PROTOCOL][=NAME]}.
 *
 * @param target of the machine; 0 for the same
 * @param node on every node; 0 for any that is free
 * @param protocol empty for TCP
 * @param name empty for none
 */
record PortWord(int port, int target, int node, String protocol, String name) {
  private static final Pattern FORM =
      Pattern.compile("(\\d{1,5})(?::(\\d{1,5})(?::(\\d{1,5}))?)?(?:/([A-Za-z]+))?(?:=([\\w-]+))?");

  /** Reads one; whether its numbers make sense is the server's to say. */
  static final class Reader implements ITypeConverter<PortWord> {
    @Override
    public PortWord convert(String value) {
      Matcher form = FORM.matcher(value);
      if (!form.matches()) {
        throw new TypeConversionException("80, 8080:80, 8080:80:30080, 53/udp, 8080:80=http");
      }
      return new PortWord(
          number(form, 1),
          number(form, 2),
          number(form, 3),
          text(form, 4).toUpperCase(Locale.ROOT),
          text(form, 5));
    }

    private static int number(Matcher form, int group) {
      String text = text(form, group);
      return text.isEmpty() ? 0 : Integer.parseInt(text);
    }

    private static String text(Matcher form, int group) {
      return form.group(group) == null ? "" : form.group(group);
    }
  }

  /** Write it as the contract has it. */
  void into(ObjectNode body) {
    body.put("port", port);
    if (target != 0) {
      body.put("targetPort", target);
    }
    if (node != 0) {
      body.put("nodePort", node);
    }
    if (!protocol.isEmpty()) {
      body.put("protocol", protocol);
    }
    if (!name.isEmpty()) {
      body.put("name", name);
    }
  }
}
