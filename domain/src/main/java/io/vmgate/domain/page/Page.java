package io.vmgate.domain.page;

import java.util.List;
import java.util.function.Function;

/**
 * Hold one page and how much there is in all.
 *
 * @param items in the order asked for; empty past the end
 * @param total rows on all pages together
 */
public record Page<T>(List<T> items, long total, PageRequest request) {
  public Page {
    items = List.copyOf(items);
    if (total < items.size()) {
      throw new IllegalArgumentException("a total of " + total + " below the page's own rows");
    }
  }

  /** How many pages of this size there are; 0 for an empty list. */
  public long pages() {
    return (total + request.pageSize() - 1) / request.pageSize();
  }

  /** The same page with other rows, one for one. */
  public <R> Page<R> map(Function<? super T, ? extends R> mapping) {
    return new Page<>(items.stream().<R>map(mapping).toList(), total, request);
  }
}
