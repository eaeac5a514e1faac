package io.vmgate.domain.vm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VmStatusTest {
  @ParameterizedTest
  @CsvSource({
    "Stopped,stopped",
    "Provisioning,pending",
    "WaitingForVolumeBinding,pending",
    "WaitingForReceiver,pending",
    "Starting,starting",
    "Running,running",
    "Migrating,migrating",
    "Paused,paused",
    "Stopping,stopping",
    "Terminating,terminating",
    "CrashLoopBackOff,error",
    "ErrorUnschedulable,error",
    "ErrImagePull,error",
    "ImagePullBackOff,error",
    "ErrorPvcNotFound,error",
    "DataVolumeError,error",
    "Unknown,unknown",
    "SomethingNewer,unknown"
  })
  void translatesEveryWordOfKubeVirt(String printableStatus, String status) {
    assertThat(VmState.of(printableStatus, null).status().wireName()).isEqualTo(status);
  }
}
