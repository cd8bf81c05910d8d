package io.hikyaku.admin.action;

/**
 * What somebody did, or tried to.
 *
 * @param at when, ISO-8601
 * @param user who
 * @param node where it was asked for
 * @param action operationId of the API's document
 * @param target group, node, job and the like
 * @param reason as the user gave it; empty if he gave none
 * @param result {@code done}, {@code refused} or {@code failed}
 * @param detail problem code and text if it was not done; a count if there is one
 */
public record Action(
    String at,
    String user,
    String node,
    String action,
    String target,
    String reason,
    String result,
    String detail) {}
