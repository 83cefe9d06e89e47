package io.d365hub.dataverse.client;

import io.d365hub.throttle.Permit;

/** The right to make one call now: a token and a permit, which must be used or given back. */
record Admission(CallUser user, String token, Permit permit) {}
