package io.vmgate.benchmarks.vm;

import io.vmgate.application.vm.index.VmIndex;
import io.vmgate.domain.page.Page;
import io.vmgate.domain.page.PageRequest;
import io.vmgate.domain.vm.LabelSelector;
import io.vmgate.domain.vm.Vm;
import io.vmgate.domain.vm.VmFilter;
import io.vmgate.domain.vm.VmQuery;
import io.vmgate.domain.vm.VmScope;
import io.vmgate.domain.vm.VmSortKey;
import io.vmgate.domain.vm.VmStatus;
import io.vmgate.testkit.vm.InMemoryVmInventory;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A page of 20 machines, out of more and more; beside it the inventory that looks at each. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(value = 1, jvmArgsAppend = "-Xmx2g")
public class ListBenchmark {
  private static final VmScope EVERYTHING = VmScope.ofNamespaces(Set.copyOf(Machines.NAMESPACES));
  private static final int PAGE_SIZE = 20;

  /** What is asked for. */
  public enum Question {
    FIRST_PAGE(VmFilter.ALL, VmSortKey.CREATE_TIME, 1),
    MIDDLE_PAGE(VmFilter.ALL, VmSortKey.NAME, 0),
    RUNNING_BY_MEMORY(filter(null, Set.of(VmStatus.RUNNING), null, ""), VmSortKey.MEMORY, 1),
    ONE_NAMESPACE_BY_NODE(filter("team-07", Set.of(), null, ""), VmSortKey.NODE_NAME, 1),
    NAME_PART(filter(null, Set.of(), "b-00", ""), VmSortKey.NAME, 1),
    NAME_PART_OF_ALL(filter(null, Set.of(), "-00", ""), VmSortKey.NAME, 1),
    LABELS_BY_STATUS(
        filter(null, Set.of(), null, "app in (web,db),owner=team-3"), VmSortKey.STATUS, 1);

    private final VmFilter filter;
    private final VmSortKey key;
    private final int page;

    Question(VmFilter filter, VmSortKey key, int page) {
      this.filter = filter;
      this.key = key;
      this.page = page;
    }

    private static VmFilter filter(
        @Nullable String namespace,
        Set<VmStatus> statuses,
        @Nullable String part,
        String selector) {
      return new VmFilter(namespace, statuses, part, null, LabelSelector.parse(selector));
    }

    VmQuery query(int machines) {
      int number = page == 0 ? machines / PAGE_SIZE / 2 : page;
      return new VmQuery(filter, key, true, new PageRequest(number, PAGE_SIZE));
    }
  }

  @Param({"1000", "10000", "100000"})
  private int machines;

  @Param private Question question = Question.FIRST_PAGE;

  private final VmIndex index = new VmIndex();
  private InMemoryVmInventory plain = new InMemoryVmInventory();
  private VmQuery query = Question.FIRST_PAGE.query(1);

  /** Fill both with the same machines. */
  @Setup
  public void fill() {
    List<Vm> all = Machines.of(machines);
    index.replaceAll(all);
    plain = new InMemoryVmInventory(all);
    query = question.query(machines);
  }

  /** Ours. */
  @Benchmark
  public Page<Vm> index() {
    return index.list(EVERYTHING, query);
  }

  /** The peer: filter, sort and cut, as a program without an index does. */
  @Benchmark
  public Page<Vm> plain() {
    return plain.list(EVERYTHING, query);
  }
}
