package io.hikyaku.jca;

import io.hikyaku.api.OutcomeUnknownException;
import io.hikyaku.api.QueueException;
import io.hikyaku.store.BranchId;
import io.hikyaku.store.HeuristicOutcomeException;
import javax.transaction.xa.XAException;

/**
 * Every {@link XAException} of this adapter, each with its code, a text and its cause.
 *
 * <p>The store never decides about a prepared branch by itself; only an administrator does.
 */
final class XaErrors {

  private XaErrors() {}

  /** The branch is not known here. */
  static XAException unknown(BranchId branch) {
    return error(XAException.XAER_NOTA, "no such branch: " + branch.value(), null);
  }

  /** There is a branch of this name already. */
  static XAException duplicate(BranchId branch) {
    return error(XAException.XAER_DUPID, "branch is there already: " + branch.value(), null);
  }

  /** The call does not fit what was called before. */
  static XAException protocol(String text) {
    return error(XAException.XAER_PROTO, text, null);
  }

  /** The arguments make no sense. */
  static XAException invalid(String text) {
    return error(XAException.XAER_INVAL, text, null);
  }

  /** A local transaction is open on the connection. */
  static XAException outside(String text) {
    return error(XAException.XAER_OUTSIDE, text, null);
  }

  /** An administrator decided about the branch; kept until the transaction manager forgets it. */
  static XAException heuristic(HeuristicOutcomeException outcome) {
    return error(
        outcome.committed() ? XAException.XA_HEURCOM : XAException.XA_HEURRB,
        outcome.getMessage(),
        outcome);
  }

  /** The branch was rolled back. */
  static XAException rolledBack(BranchId branch, Throwable cause) {
    return error(
        XAException.XA_RBROLLBACK, "branch was rolled back: " + branch.value() + why(cause), cause);
  }

  /** The branch was rolled back as its time was over. */
  static XAException timedOut(BranchId branch) {
    return error(
        XAException.XA_RBTIMEOUT, "branch was rolled back: timed out: " + branch.value(), null);
  }

  /** The branch was rolled back after the copies had not answered. */
  static XAException rolledBackAfterSilence(BranchId branch, Throwable cause) {
    return error(
        XAException.XA_RBCOMMFAIL, "branch was rolled back: " + branch.value() + why(cause), cause);
  }

  /**
   * The store does not answer. For a commit in one phase this says that the outcome is unknown:
   * Open Liberty and Narayana turn it into a heuristic hazard towards the application, and nothing
   * is left to {@code forget}, as there would be after XA_HEURHAZ, though no one decided anything.
   */
  static XAException unavailable(BranchId branch, Throwable cause) {
    return error(
        XAException.XAER_RMFAIL,
        "no answer of the store for branch " + branch.value() + why(cause),
        cause);
  }

  /** The store does not answer, whatever the branch. */
  static XAException unavailable(QueueException cause) {
    return error(XAException.XAER_RMFAIL, "no answer of the store" + why(cause), cause);
  }

  /** Why a commit in one phase or a prepare failed. */
  static XAException notCommitted(BranchId branch, QueueException failure) {
    return failure instanceof OutcomeUnknownException
        ? unavailable(branch, failure)
        : rolledBack(branch, failure);
  }

  private static String why(Throwable cause) {
    return cause == null ? "" : ": " + cause.getMessage();
  }

  private static XAException error(int code, String text, Throwable cause) {
    XAException exception = new XAException(text);
    exception.errorCode = code;
    exception.initCause(cause);
    return exception;
  }
}
