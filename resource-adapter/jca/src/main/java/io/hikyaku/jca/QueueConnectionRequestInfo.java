package io.hikyaku.jca;

import jakarta.resource.spi.ConnectionRequestInfo;

/** There is nothing to ask for: any connection serves any request, so that all are equal. */
record QueueConnectionRequestInfo() implements ConnectionRequestInfo {}
