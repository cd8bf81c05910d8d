package io.hikyaku.admin;

import io.hikyaku.admin.http.Role;
import jakarta.annotation.security.DeclareRoles;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/**
 * Version 1 of the management interface over HTTP: fields may be added to its documents, none is
 * removed or renamed. What it offers is written in {@code openapi.yaml}.
 */
@ApplicationPath("api/v1")
@DeclareRoles({Role.VIEWERS, Role.OPERATORS, Role.ADMINISTRATORS})
public class RestApplication extends Application {}
