package io.vmgate.simulator.admin;

import io.vmgate.simulator.api.Watches;
import io.vmgate.simulator.console.Consoles;
import io.vmgate.simulator.fault.Faults;
import io.vmgate.simulator.http.HttpServer;
import io.vmgate.simulator.lifecycle.Lifecycle;
import io.vmgate.simulator.store.ObjectStore;
import java.util.function.LongSupplier;

/** What can be turned from outside. */
public record Controls(
    ObjectStore store,
    Watches watches,
    Faults faults,
    HttpServer server,
    Lifecycle lifecycle,
    Consoles consoles,
    LongSupplier requestsServed) {}
