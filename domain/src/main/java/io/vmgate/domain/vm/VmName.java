package io.vmgate.domain.vm;

/** Name a machine within its cluster. */
public record VmName(String namespace, String name) implements Comparable<VmName> {
  @Override
  public int compareTo(VmName other) {
    int byNamespace = namespace.compareTo(other.namespace);
    return byNamespace != 0 ? byNamespace : name.compareTo(other.name);
  }

  @Override
  public String toString() {
    return namespace + "/" + name;
  }
}
