package io.vmgate.simulator.store;

import java.util.List;

/**
 * One kind of object that the API serves.
 *
 * @param group API group, empty for the core group
 * @param version API version, such as {@code v1}
 * @param plural the word in the path
 * @param singular the word for one object, in lower case
 * @param kind the word in the object
 * @param shortNames what kubectl also accepts
 * @param categories groups of kinds that kubectl lists together, such as {@code all}
 * @param namespaced whether objects live in a namespace
 * @param custom whether a CustomResourceDefinition stands behind it; a few answers differ for these
 * @param hasStatus whether there is a {@code /status} subresource
 * @param counted whether {@code metadata.generation} is kept
 */
public record ResourceType(
    String group,
    String version,
    String plural,
    String singular,
    String kind,
    List<String> shortNames,
    List<String> categories,
    boolean namespaced,
    boolean custom,
    boolean hasStatus,
    boolean counted) {

  public ResourceType {
    shortNames = List.copyOf(shortNames);
    categories = List.copyOf(categories);
  }

  /** Join group and version as they stand in an object. */
  public String apiVersion() {
    return group.isEmpty() ? version : group + "/" + version;
  }

  /**
   * Name the type as messages of the server do: {@code pods}, {@code virtualmachines.kubevirt.io}.
   */
  public String qualifiedPlural() {
    return group.isEmpty() ? plural : plural + "." + group;
  }

  /**
   * Name the kind as messages of the server do: {@code Pod}, {@code VirtualMachine.kubevirt.io}.
   */
  public String qualifiedKind() {
    return group.isEmpty() ? kind : kind + "." + group;
  }

  /** Make the key of an object; keys sort as etcd's do. */
  public String key(String namespace, String name) {
    return namespaced ? namespace + "/" + name : name;
  }

  @Override
  public String toString() {
    return qualifiedPlural();
  }
}
