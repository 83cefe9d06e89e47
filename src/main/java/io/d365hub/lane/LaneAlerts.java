package io.d365hub.lane;

import io.d365hub.failure.Failure;

/** Hears what an operator should know of. Called on threads of lanes: must be quick and must not throw. */
public interface LaneAlerts {

    /** Hears nothing; each alert is a log line all the same. */
    LaneAlerts NONE = new LaneAlerts() {
        @Override
        public void suspended(String integration, Failure why) {}

        @Override
        public void resumed(String integration) {}
    };

    /** The integration stopped working: somebody has to mend something. */
    void suspended(String integration, Failure why);

    /** It works again. */
    void resumed(String integration);
}
