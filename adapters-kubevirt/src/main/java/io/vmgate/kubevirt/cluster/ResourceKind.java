package io.vmgate.kubevirt.cluster;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Describe a kind of object that is followed.
 *
 * @param name plural, as the cluster's paths spell it
 * @param group API group and version, as a path: {@code api/v1}, {@code apis/kubevirt.io/v1}
 * @param labelSelector which objects; null for all
 * @param metadataOnly whether to ask for no more than metadata, where that is all that is read
 * @param required whether there is nothing to show without it; other kinds may be missing from a
 *     cluster, or forbidden
 * @param wire what it is on the wire
 * @param digest what is kept of it; answers null for an object that does not matter
 */
public record ResourceKind<W extends WireObject, D>(
    String name,
    String group,
    @Nullable String labelSelector,
    boolean metadataOnly,
    boolean required,
    Class<W> wire,
    Function<W, @Nullable D> digest) {}
