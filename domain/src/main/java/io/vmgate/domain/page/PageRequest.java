package io.vmgate.domain.page;

/**
 * Ask for one page of a list.
 *
 * @param page from 1
 * @param pageSize from 1 to {@value #MAX_PAGE_SIZE}
 */
public record PageRequest(int page, int pageSize) {
  /** The most rows one answer holds. */
  public static final int MAX_PAGE_SIZE = 200;

  public PageRequest {
    if (page < 1) {
      throw new IllegalArgumentException("page " + page + " is below 1");
    }
    if (pageSize < 1 || pageSize > MAX_PAGE_SIZE) {
      throw new IllegalArgumentException(
          "pageSize " + pageSize + " is not within 1.." + MAX_PAGE_SIZE);
    }
  }

  /** How many rows stand before this page; beyond the int range for pages nobody has. */
  public long offset() {
    return (page - 1L) * pageSize;
  }
}
