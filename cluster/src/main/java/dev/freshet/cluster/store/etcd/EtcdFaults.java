package dev.freshet.cluster.store.etcd;

import dev.freshet.cluster.store.Failed;
import io.etcd.jetcd.common.exception.EtcdException;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// What a failure of jetcd means.
final class EtcdFaults {
  private EtcdFaults() {}

  static Failed read(Throwable thrown) {
    return failed(thrown, false);
  }

  /// A write that was not refused for a reason may be done, or may be done yet.
  static Failed write(Throwable thrown) {
    return failed(thrown, true);
  }

  static boolean isLeaseGone(Throwable thrown) {
    return statusOf(thrown).getCode() == Status.Code.NOT_FOUND;
  }

  /// Whether the revision to go on from is compacted, not reached yet, or refused otherwise: trying
  /// the same again is in vain.
  static boolean isUnreadable(Throwable thrown) {
    return switch (statusOf(thrown).getCode()) {
      case OUT_OF_RANGE, FAILED_PRECONDITION, RESOURCE_EXHAUSTED, INVALID_ARGUMENT -> true;
      default -> false;
    };
  }

  private static Failed failed(Throwable thrown, boolean isWrite) {
    Status status = statusOf(thrown);
    String reason = status.getDescription();
    String detail = "etcd: " + status.getCode() + (reason == null ? "" : ": " + reason);
    return switch (status.getCode()) {
      case UNAVAILABLE, DEADLINE_EXCEEDED, CANCELLED, ABORTED, INTERNAL ->
          new Failed(Failed.Kind.UNAVAILABLE, detail, isWrite);
      case PERMISSION_DENIED, UNAUTHENTICATED -> new Failed(Failed.Kind.DENIED, detail, false);
      case INVALID_ARGUMENT, FAILED_PRECONDITION ->
          isAboutRights(reason)
              ? new Failed(Failed.Kind.DENIED, detail, false)
              : new Failed(Failed.Kind.FAULT, detail, false);
      case RESOURCE_EXHAUSTED -> new Failed(Failed.Kind.LIMIT, detail, false);
      default -> new Failed(Failed.Kind.FAULT, detail, isWrite);
    };
  }

  /// etcd says `INVALID_ARGUMENT: authentication failed` and `user name is empty`.
  private static boolean isAboutRights(@Nullable String reason) {
    return reason != null && (reason.contains("auth") || reason.contains("user name"));
  }

  private static Status statusOf(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      switch (cause) {
        case StatusRuntimeException e -> {
          return told(innermost(e.getStatus()));
        }
        case StatusException e -> {
          return told(innermost(e.getStatus()));
        }
        case EtcdException e -> {
          return told(
              Status.fromCode(Status.Code.valueOf(e.getErrorCode().name()))
                  .withDescription(e.getMessage()));
        }
        case IOException e -> {
          return Status.UNAVAILABLE.withDescription(e.toString());
        }
        default -> {}
      }
    }
    return Status.UNKNOWN.withDescription(thrown.toString()); // a bug here, or there
  }

  /// gRPC says `UNKNOWN` of connections that broke in the middle of a call.
  private static Status told(Status status) {
    return status.getCode() == Status.Code.UNKNOWN
        ? Status.UNAVAILABLE.withDescription(status.getDescription())
        : status;
  }

  /// jetcd hides why a user was refused, or that etcd was not there to ask, behind
  /// `UNAUTHENTICATED`.
  private static Status innermost(Status status) {
    Throwable cause = status.getCause();
    boolean hidden =
        status.getCode() == Status.Code.UNAUTHENTICATED
            && (cause instanceof StatusRuntimeException || cause instanceof StatusException);
    return hidden && cause != null ? Status.fromThrowable(cause) : status;
  }
}
