package io.vmgate.kubevirt.access;

import io.vmgate.domain.FailureException;
import io.vmgate.kubevirt.access.ObjectLine.Reply;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Knows how old the cluster's KubeVirt is, as far as that matters here. */
final class KubeVirtRelease {
  private static final Logger LOG = LoggerFactory.getLogger(KubeVirtRelease.class);
  private static final Duration GOOD_FOR = Duration.ofMinutes(5);
  private static final Pattern VERSION = Pattern.compile("v?(\\d{1,4})\\.(\\d{1,4})\\D.*");
  private static final String PATH = "/apis/subresources.kubevirt.io/v1/version";

  private record Known(boolean marksPods, Instant since) {}

  private final ObjectLine line;
  private final InstantSource clock;
  private volatile @Nullable Known known;

  KubeVirtRelease(ObjectLine line, InstantSource clock) {
    this.line = line;
    this.clock = clock;
  }

  /** Whether it marks launcher pods by their machine's name: 1.7 and newer, or one unknown. */
  boolean marksPods() {
    Known last = known;
    Instant now = clock.instant();
    if (last == null || !now.isBefore(last.since().plus(GOOD_FOR))) {
      last = new Known(ask(last), now);
      known = last;
    }
    return last.marksPods();
  }

  private boolean ask(@Nullable Known last) {
    String version;
    try {
      Reply reply = line.get(PATH);
      version = reply.isGood() ? reply.json().path("gitVersion").asString("") : "";
    } catch (FailureException notNow) {
      LOG.debug("the version of KubeVirt is not known", notNow);
      version = "";
    }
    Matcher matcher = VERSION.matcher(version);
    if (!matcher.matches()) {
      return last == null || last.marksPods();
    }
    int major = Integer.parseInt(matcher.group(1));
    return major > 1 || (major == 1 && Integer.parseInt(matcher.group(2)) >= 7);
  }
}
