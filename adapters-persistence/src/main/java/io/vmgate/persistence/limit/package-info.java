/**
 * Counts calls with Bucket4j, on buckets in PostgreSQL that all replicas share.
 *
 * <p>What must be exact draws from the shared bucket call by call. What must cost nothing draws
 * from a bucket in memory, which is settled with the shared one a portion at a time.
 */
@NullMarked
package io.vmgate.persistence.limit;

import org.jspecify.annotations.NullMarked;
