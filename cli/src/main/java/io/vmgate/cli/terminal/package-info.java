/** What a person sees: words in two languages, aligned tables, progress. */
@NullMarked
package io.vmgate.cli.terminal;

import org.jspecify.annotations.NullMarked;
