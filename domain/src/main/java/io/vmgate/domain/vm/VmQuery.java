package io.vmgate.domain.vm;

import io.vmgate.domain.page.PageRequest;

/**
 * Ask for one page of machines.
 *
 * @param descending the exact reverse of ascending, except that machines without a value of the
 *     sort key come last either way
 */
public record VmQuery(VmFilter filter, VmSortKey sortKey, boolean descending, PageRequest page) {}
