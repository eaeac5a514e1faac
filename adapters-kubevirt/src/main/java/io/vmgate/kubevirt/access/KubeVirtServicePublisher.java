package io.vmgate.kubevirt.access;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.vmgate.application.access.ServicePublisher;
import io.vmgate.domain.FailureException;
import io.vmgate.domain.PlatformFailure;
import io.vmgate.domain.access.AccessFailure;
import io.vmgate.domain.access.AccessService;
import io.vmgate.domain.access.ServiceId;
import io.vmgate.domain.vm.VmFailure;
import io.vmgate.kubevirt.access.ObjectLine.Reply;
import io.vmgate.kubevirt.cluster.Marks;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes Services that belong to VirtualMachines. */
public final class KubeVirtServicePublisher implements ServicePublisher {
  private static final String NAMESPACES = "/api/v1/namespaces/";
  private static final String SERVICES = "/services";
  private static final int GATEWAY_TIMEOUT = 504;

  /** Kubernetes: the field of a cause, and what its port allocator says. */
  private static final Pattern NODE_PORT = Pattern.compile("spec\\.ports\\[(\\d{1,4})]\\.nodePort");

  private static final String ALLOCATED = "provided port is already allocated";

  private final ObjectLine line;
  private final KubeVirtRelease release;

  /**
   * Use a line to the cluster.
   *
   * @param client stays the caller's
   * @param patience the most that one call takes; publishing takes a few
   */
  public KubeVirtServicePublisher(KubernetesClient client, Duration patience, InstantSource clock) {
    this.line = new ObjectLine(client, patience);
    this.release = new KubeVirtRelease(line, clock);
  }

  @Override
  public Made publish(Publication publication) {
    TargetMachine machine = TargetMachine.read(line, publication.vm(), publication.vmName());
    ObjectNode service =
        ServiceManifest.of(publication, machine, machine.selector(release.marksPods()));
    return new Made(
        create(publication, machine, service), machine.portsNotForwarded(publication.ports()));
  }

  @Override
  public boolean withdraw(AccessService service) {
    if (!service.isOurs()) {
      throw new IllegalArgumentException("others made " + service.name());
    }
    ObjectNode options = ObjectLine.JSON.createObjectNode();
    options.put("apiVersion", "v1").put("kind", "DeleteOptions");
    options.putObject("preconditions").put("uid", service.id().toString());
    Reply reply = line.delete(path(service.vmName().namespace()) + "/" + service.name(), options);
    if (reply.isGood()) {
      return true;
    }
    if (reply.isMissing() || reply.isConflict()) {
      return false; // it is gone, and perhaps another has its name
    }
    throw reply.failure();
  }

  private ServiceId create(Publication publication, TargetMachine machine, ObjectNode service) {
    Reply reply;
    try {
      reply = line.create(path(publication.vmName().namespace()), service);
    } catch (FailureException unanswered) {
      if (unanswered.failure() instanceof PlatformFailure.ClusterTimedOut) {
        return madeAllTheSame(publication, machine, unanswered);
      }
      throw unanswered;
    }
    if (reply.isGood()) {
      return id(reply.json());
    }
    return switch (reply.code()) {
      case 404 -> throw new VmFailure.NotFound(machine.id().toString()).toException();
      case 409 -> {
        if (!reply.json().path("reason").asString("").equals("AlreadyExists")) {
          throw reply.failure();
        }
        yield existing(
            publication, machine, new AccessFailure.NameTaken(publication.name().value()));
      }
      case 422 ->
          // Ports are given away before names are looked at: perhaps this very request has it.
          existing(
              publication, machine, nodePortTaken(publication, reply).orElseThrow(reply::failure));
      default -> {
        if (reply.isDoubtful()) {
          boolean isLate = reply.code() == GATEWAY_TIMEOUT; // what was begun may still be done
          FailureException doubt = reply.failure();
          yield madeAllTheSame(publication, machine, isLate ? unknown(doubt) : doubt);
        }
        throw reply.failure();
      }
    };
  }

  /**
   * Look once whether it was made although nobody said so.
   *
   * @param doubt what to say if it was not, as far as can be seen
   */
  private ServiceId madeAllTheSame(
      Publication publication, TargetMachine machine, FailureException doubt) {
    Reply reply;
    try {
      reply = line.get(path(publication));
    } catch (FailureException stillUnanswered) {
      throw unknown(stillUnanswered);
    }
    if (reply.isGood() && isAnswerTo(publication, machine, reply.json())) {
      return id(reply.json());
    }
    throw reply.isGood() || reply.isMissing() ? doubt : unknown(doubt);
  }

  private FailureException unknown(FailureException cause) {
    return new PlatformFailure.ClusterTimedOut(line.patience()).toException(cause);
  }

  /**
   * Find the Service that has the name: the one that was asked for, if this request came before.
   *
   * @param missing what to say when none has it
   */
  private ServiceId existing(
      Publication publication, TargetMachine machine, AccessFailure missing) {
    Reply reply = line.get(path(publication));
    if (reply.isMissing()) {
      throw missing.toException();
    }
    if (!reply.isGood()) {
      throw reply.failure();
    }
    if (isAnswerTo(publication, machine, reply.json())) {
      return id(reply.json());
    }
    throw new AccessFailure.NameTaken(publication.name().value()).toException();
  }

  private static boolean isAnswerTo(
      Publication publication, TargetMachine machine, JsonNode service) {
    JsonNode metadata = service.path("metadata");
    return machine.owns(service)
        && !metadata.has("deletionTimestamp")
        && metadata
            .path("annotations")
            .path(Marks.REQUEST)
            .asString("")
            .equals(publication.terms().request().toString());
  }

  private static Optional<AccessFailure> nodePortTaken(Publication publication, Reply reply) {
    for (JsonNode cause : reply.json().at("/details/causes")) {
      Matcher field = NODE_PORT.matcher(cause.path("field").asString(""));
      if (field.matches() && cause.path("message").asString("").contains(ALLOCATED)) {
        int index = Integer.parseInt(field.group(1));
        Integer nodePort =
            index < publication.ports().size() ? publication.ports().get(index).nodePort() : null;
        if (nodePort != null) {
          return Optional.of(new AccessFailure.NodePortTaken(index, nodePort));
        }
      }
    }
    return Optional.empty();
  }

  private static ServiceId id(JsonNode service) {
    String uid = service.at("/metadata/uid").asString("");
    return ServiceId.parse(uid)
        .orElseThrow(
            () ->
                new PlatformFailure.ClusterRefused("a Service with the uid \"" + uid + "\"")
                    .toException());
  }

  private static String path(Publication publication) {
    return path(publication.vmName().namespace()) + "/" + publication.name();
  }

  private static String path(String namespace) {
    return NAMESPACES + namespace + SERVICES;
  }
}
