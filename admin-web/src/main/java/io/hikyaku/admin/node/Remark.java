package io.hikyaku.admin.node;

import java.util.Map;

/**
 * Something to be told to people, in a way that can be translated.
 *
 * @param code stable name
 * @param text in English
 * @param parameters what stands in the text
 */
public record Remark(String code, String text, Map<String, String> parameters) {}
