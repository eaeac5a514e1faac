/**
 * Who the simulator is to its clients: certificate, token, kubeconfig; all kept in the data folder.
 */
@NullMarked
package io.vmgate.simulator.identity;

import org.jspecify.annotations.NullMarked;
