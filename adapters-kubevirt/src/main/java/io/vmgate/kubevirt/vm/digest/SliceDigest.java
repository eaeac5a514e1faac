package io.vmgate.kubevirt.vm.digest;

import java.util.List;

/**
 * What is kept of an EndpointSlice.
 *
 * @param service name of the Service it stands behind
 * @param ready addresses that are ready
 */
public record SliceDigest(String service, List<String> ready) {}
