package io.vmgate.simulator.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class ObjectStoreTest {
  private final ObjectStore store = new ObjectStore(4);

  @Test
  void givesBackWhatWasPutUnderARisingVersion() {
    StoredObject first = put("a", "one");
    StoredObject second = put("a", "two");

    assertThat(second.version()).isGreaterThan(first.version());
    ObjectNode read = second.toNode();
    assertThat(read.propertyNames()).startsWith("apiVersion", "kind");
    assertThat(Json.text(read, "metadata", "resourceVersion"))
        .isEqualTo(Long.toString(second.version()));
  }

  @Test
  void packsAgainstADictionary() {
    ObjectNode typical = service("a", "x");
    typical.put("text", "a sentence that every object of this kind has in it".repeat(20));
    long bare = store.put(ResourceTypes.SERVICE, typical.deepCopy()).packedBytes();
    ObjectStore learned = new ObjectStore(4);
    learned.learn(ResourceTypes.SERVICE, List.of(typical));

    StoredObject packed = learned.put(ResourceTypes.SERVICE, typical.deepCopy());

    assertThat((long) packed.packedBytes()).isLessThan(bare / 2);
    assertThat(Json.text(packed.toNode(), "text")).isEqualTo(Json.text(typical, "text"));
  }

  @Test
  void rebuildsAnEarlierList() {
    put("a", "kept");
    put("a", "deleted");
    long then = store.version();
    store.remove(ResourceTypes.SERVICE, "a/deleted");
    put("a", "new");
    put("a", "kept");

    Snapshot snapshot = store.snapshotAt(ResourceTypes.SERVICE, "", then);

    assertThat(snapshot.objects())
        .extracting(StoredObject::name)
        .containsExactly("deleted", "kept");
    assertThat(snapshot.objects()).allMatch(object -> object.version() <= then);
  }

  @Test
  void forgetsTheOldestChanges() {
    for (int i = 0; i < 10; i++) {
      put("a", "n" + i);
    }
    assertThatThrownBy(() -> store.snapshotAt(ResourceTypes.SERVICE, "", 1))
        .isInstanceOf(HistoryGoneException.class)
        .hasMessageStartingWith("too old resource version: 1 (");
    assertThat(store.snapshotAt(ResourceTypes.SERVICE, "", 9).objects()).hasSize(9);
  }

  @Test
  void tellsChangesInOrder() throws InterruptedException {
    put("a", "one");
    long from = store.version();
    put("a", "two");
    put("a", "two");
    store.remove(ResourceTypes.SERVICE, "a/two");

    ObjectStore.Feed feed = store.await(ResourceTypes.SERVICE, from, 10, 0);

    assertThat(feed.changes())
        .extracting(Change::kind)
        .containsExactly(Change.Kind.ADDED, Change.Kind.MODIFIED, Change.Kind.DELETED);
    assertThat(feed.through()).isEqualTo(store.version());
    assertThat(store.await(ResourceTypes.SERVICE, feed.through(), 10, 0).changes()).isEmpty();
  }

  @Test
  void collectsWhatLostItsLastOwner() {
    Deletions deletions = new Deletions(store, InstantSource.system());
    put("a", "owner");
    String uid = Json.uid(service("a", "owner"));
    ObjectNode child = service("a", "child");
    Json.metadata(child)
        .putArray("ownerReferences")
        .addObject()
        .put("apiVersion", "v1")
        .put("kind", "Service")
        .put("name", "owner")
        .put("uid", uid);
    store.put(ResourceTypes.SERVICE, child);

    deletions.delete(ResourceTypes.SERVICE, "a/owner", Deletions.Propagation.BACKGROUND);

    assertThat(store.count(ResourceTypes.SERVICE)).isZero();
  }

  @Test
  void leavesOrphansAlone() {
    Deletions deletions = new Deletions(store, InstantSource.system());
    put("a", "owner");
    ObjectNode child = service("a", "child");
    Json.metadata(child)
        .putArray("ownerReferences")
        .addObject()
        .put("uid", Json.uid(service("a", "owner")));
    store.put(ResourceTypes.SERVICE, child);

    deletions.delete(ResourceTypes.SERVICE, "a/owner", Deletions.Propagation.ORPHAN);

    assertThat(store.snapshot(ResourceTypes.SERVICE, "a").objects())
        .singleElement()
        .satisfies(
            left ->
                assertThat(Json.at(left.toNode(), "metadata").has("ownerReferences")).isFalse());
  }

  @Test
  void holdsAnObjectWithAFinalizer() {
    Deletions deletions = new Deletions(store, InstantSource.system());
    ObjectNode held = service("a", "held");
    Json.metadata(held).putArray("finalizers").add("x/y");
    store.put(ResourceTypes.SERVICE, held);

    deletions.delete(ResourceTypes.SERVICE, "a/held", Deletions.Propagation.BACKGROUND);
    assertThat(
            Json.isBeingDeleted(store.find(ResourceTypes.SERVICE, "a/held").orElseThrow().toNode()))
        .isTrue();

    deletions.removeFinalizer(ResourceTypes.SERVICE, "a/held", "x/y");
    assertThat(store.find(ResourceTypes.SERVICE, "a/held")).isEmpty();
  }

  private StoredObject put(String namespace, String name) {
    return store.put(ResourceTypes.SERVICE, service(namespace, name));
  }

  private static ObjectNode service(String namespace, String name) {
    ObjectNode object = Json.object();
    object
        .putObject("metadata")
        .put("namespace", namespace)
        .put("name", name)
        .put("uid", Uids.of(namespace, name));
    return object;
  }
}
