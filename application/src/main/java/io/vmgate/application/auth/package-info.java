/**
 * Signs people in, and stands at the gate of every other use case.
 *
 * <p>This package knows tenants; tenants do not know it, and neither does it know the package of
 * machines, whose use cases pass the gate. What needs both tenants and users, such as setting them
 * up, therefore stands here.
 */
@NullMarked
package io.vmgate.application.auth;

import org.jspecify.annotations.NullMarked;
