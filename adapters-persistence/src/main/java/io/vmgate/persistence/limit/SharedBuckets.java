package io.vmgate.persistence.limit;

import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.BucketExceptions.BucketExecutionException;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeoutException;
import io.github.bucket4j.distributed.BucketProxy;
import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.distributed.jdbc.PrimaryKeyMapper;
import io.github.bucket4j.postgresql.Bucket4jPostgreSQL;
import io.github.bucket4j.postgresql.PostgreSQLSelectForUpdateBasedProxyManager;
import io.micronaut.jdbc.DataSourceResolver;
import io.vmgate.domain.PlatformFailure;
import io.vmgate.domain.limit.Limit;
import io.vmgate.persistence.DatabaseFailures;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.function.Supplier;
import javax.sql.DataSource;

/**
 * Buckets in PostgreSQL, each in a row of its own that is locked while it is drawn from.
 *
 * <p>All methods throw {@link io.vmgate.domain.PlatformFailure.DatabaseUnreachable} when the
 * database is away.
 */
@Singleton
final class SharedBuckets {
  /** Kept a little longer than it takes to fill: replicas' clocks differ. */
  private static final Duration LINGER = Duration.ofMinutes(1);

  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final int FORGOTTEN_AT_ONCE = 1_000;

  private final PostgreSQLSelectForUpdateBasedProxyManager<String> buckets;

  SharedBuckets(DataSource dataSource, DataSourceResolver resolver, InstantSource clock) {
    // The injected one only serves inside a transaction of the framework's.
    this.buckets =
        Bucket4jPostgreSQL.selectForUpdateBasedBuilder(resolver.resolve(dataSource))
            .primaryKeyMapper(PrimaryKeyMapper.STRING)
            .table("rate_limit")
            .clientClock(new WallClock(clock))
            .requestTimeout(PATIENCE)
            .expirationAfterWrite(
                ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(LINGER))
            .build();
  }

  /**
   * Name a bucket. With other figures a limit has other buckets, so that a new setting holds at
   * once; who calls is hashed, since people type passwords where names belong.
   */
  static String id(Limit limit, String key) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
      return "%s:%d/%d:%s"
          .formatted(
              limit.name(),
              limit.calls(),
              limit.period().toSeconds(),
              Base64.getUrlEncoder().withoutPadding().encodeToString(hash));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }

  /** Draw one, if there is one. */
  ConsumptionProbe draw(Limit limit, String id) {
    return asking(() -> bucket(limit, id).tryConsumeAndReturnRemaining(1));
  }

  /**
   * Draw what has been let through already, even if that much is not there.
   *
   * @return what is left then; below zero by what is owed
   */
  long charge(Limit limit, String id, long calls) {
    return asking(
        () ->
            bucket(limit, id)
                .asVerbose()
                .consumeIgnoringRateLimits(calls)
                .getDiagnostics()
                .getAvailableTokens());
  }

  /** Forget all buckets that are full again, some at a time. */
  int forgetFull() {
    int forgotten = 0;
    int now;
    do {
      now = asking(() -> buckets.removeExpired(FORGOTTEN_AT_ONCE));
      forgotten += now;
    } while (now >= FORGOTTEN_AT_ONCE);
    return forgotten;
  }

  static BucketConfiguration configuration(Limit limit) {
    return BucketConfiguration.builder()
        .addLimit(
            bandwidth ->
                bandwidth.capacity(limit.calls()).refillGreedy(limit.calls(), limit.period()))
        .build();
  }

  private BucketProxy bucket(Limit limit, String id) {
    return buckets.getProxy(id, () -> configuration(limit));
  }

  private static <T> T asking(Supplier<T> question) {
    try {
      return question.get();
    } catch (TimeoutException late) {
      throw new PlatformFailure.DatabaseUnreachable().toException(late);
    } catch (BucketExecutionException failed) {
      throw DatabaseFailures.translate(failed);
    }
  }
}
