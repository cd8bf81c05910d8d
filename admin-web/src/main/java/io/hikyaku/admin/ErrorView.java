package io.hikyaku.admin;

import jakarta.json.bind.annotation.JsonbPropertyOrder;

/**
 * The document of a request that failed.
 *
 * @param status the HTTP status again
 * @param error what was wrong and what to do
 */
@JsonbPropertyOrder({"status", "error"})
public record ErrorView(int status, String error) {}
