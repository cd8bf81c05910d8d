package io.hikyaku.admin.session;

import java.util.List;

/**
 * The user, and who answers.
 *
 * @param roles the lower ones too
 * @param node empty while the store is not there, as is the cluster
 */
public record Me(String user, List<String> roles, String node, String cluster, String version) {}
