/** What every answer has in common: the envelope, error codes, languages, headers. */
@NullMarked
package io.vmgate.rest.envelope;

import org.jspecify.annotations.NullMarked;
