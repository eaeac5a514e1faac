import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Writes a jar anew with the class file version of Java 8 where it has an older one. picocli is
 * compiled for Java 5, and the JVM keeps no classes below 6 in its caches: a third of the time that
 * the program takes to start.
 */
class ModernClasses {
  private static final int JAVA_8 = 52;

  public static void main(String[] arguments) throws IOException {
    Path from = Path.of(arguments[0]);
    Path to = Path.of(arguments[1]);
    try (ZipFile jar = new ZipFile(from.toFile());
        ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(to))) {
      ClassFile tool = tool(jar);
      for (ZipEntry entry : Collections.list(jar.entries())) {
        byte[] bytes = jar.getInputStream(entry).readAllBytes();
        boolean isClass =
            entry.getName().endsWith(".class") && !entry.getName().startsWith("META-INF");
        ZipEntry same = new ZipEntry(entry.getName());
        same.setTime(entry.getTime());
        out.putNextEntry(same);
        out.write(isClass ? modern(bytes, tool) : bytes);
      }
    }
  }

  private static byte[] modern(byte[] bytes, ClassFile tool) {
    ClassModel old = tool.parse(bytes);
    if (old.majorVersion() >= JAVA_8) {
      return bytes;
    }
    // Bodies that pass through a transformation get the stack maps that newer versions need.
    return tool.transformClass(
        old,
        ClassTransform.transformingMethodBodies((body, element) -> body.with(element))
            .andThen(
                (type, element) -> {
                  if (element instanceof ClassFileVersion) {
                    type.withVersion(JAVA_8, 0);
                  } else {
                    type.with(element);
                  }
                }));
  }

  private static ClassFile tool(ZipFile jar) {
    ClassHierarchyResolver own =
        ClassHierarchyResolver.ofResourceParsing(
            type -> {
              String name =
                  type.descriptorString().substring(1, type.descriptorString().length() - 1);
              ZipEntry entry = jar.getEntry(name + ".class");
              try {
                return entry == null ? null : jar.getInputStream(entry);
              } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
              }
            });
    return ClassFile.of(
        StackMapsOption.STACK_MAPS_WHEN_REQUIRED,
        ClassHierarchyResolverOption.of(
            own.orElse(ClassHierarchyResolver.defaultResolver())));
  }
}
