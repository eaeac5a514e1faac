/**
 * The line to the cluster: its client, what its refusals mean, and feeds that list a kind of object
 * and then follow it.
 *
 * <p>The feeds are our own rather than the client library's informers: those keep whole objects,
 * four to five KiB for each of the five that make up a machine, and hide when they are behind.
 * HTTP, TLS and credentials are the library's. HTTP/1.1 on purpose: with HTTP/2 all watches share
 * one connection, and when that one goes silent the library has no way to drop it.
 */
@NullMarked
package io.vmgate.kubevirt.cluster;

import org.jspecify.annotations.NullMarked;
