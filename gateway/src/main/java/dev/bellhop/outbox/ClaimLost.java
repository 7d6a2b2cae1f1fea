package dev.bellhop.outbox;

/// Whoever tries a job does so no more by right: the node was taken for gone, and the job is
/// somebody else's.
public final class ClaimLost extends RuntimeException {
    ClaimLost(Job job) {
        super("job " + job.id() + " was taken over while it was tried");
    }
}
