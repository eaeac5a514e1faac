package io.vmgate.domain.vm;

import org.jspecify.annotations.Nullable;

/**
 * Describe a disk of a machine.
 *
 * @param name of the volume in the machine's specification
 * @param sizeBytes as far as the cluster tells; null for a container disk
 * @param format what the hypervisor reads: {@code raw} for claims and host disks, {@code qcow2} for
 *     container, ephemeral and empty disks, {@code iso} for generated seeds; null where unknown
 * @param storageClass of the claim behind it; null where there is none
 * @param source the kind of volume, as KubeVirt spells it: {@code dataVolume}, {@code
 *     containerDisk} …
 * @param claim the PersistentVolumeClaim behind it; null where there is none
 * @param image what it was made from, where the cluster tells
 * @param device disk, cdrom or lun
 * @param bus virtio, sata, scsi, usb; null where KubeVirt decides
 * @param bootOrder from 1; null when not part of the boot order
 * @param target what the hypervisor calls it, such as {@code vda}; null while not running
 */
public record Disk(
    String name,
    @Nullable Long sizeBytes,
    @Nullable String format,
    @Nullable String storageClass,
    String source,
    @Nullable String claim,
    @Nullable String image,
    String device,
    @Nullable String bus,
    @Nullable Integer bootOrder,
    @Nullable String target,
    boolean readOnly) {}
