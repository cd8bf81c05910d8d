package io.hikyaku.admin;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** Version 1 of the status: fields may be added to its documents, none is removed or renamed. */
@ApplicationPath("api/v1")
public class StatusApplication extends Application {}
