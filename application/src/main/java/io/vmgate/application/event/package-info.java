/**
 * Writes down what happens to machines.
 *
 * <p>One replica at a time compares each machine that changes with what was last written down of it
 * and writes what that means for users, what it means for those who follow changes, and the new
 * look, all in one transaction. So nothing is written twice when replicas come and go, and what
 * happened while none ran is found by whichever comes first. Which services lead to a machine is
 * part of how it looks.
 */
@NullMarked
package io.vmgate.application.event;

import org.jspecify.annotations.NullMarked;
