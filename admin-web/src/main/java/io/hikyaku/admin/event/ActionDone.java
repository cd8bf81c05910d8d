package io.hikyaku.admin.event;

import io.hikyaku.admin.action.Action;

/**
 * Told within the application when an action was recorded on this node.
 *
 * @param action as recorded
 */
public record ActionDone(Action action) {}
