package io.d365hub;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.Layout;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;
import org.apache.logging.log4j.core.layout.PatternLayout;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** All that is logged with the shipped configuration while the tests of a class run, stack traces included. */
final class PrintedLog implements BeforeAllCallback, AfterAllCallback {

    private final Recorder recorder = new Recorder();
    private final List<LoggerConfig> recorded = new ArrayList<>();

    @Override
    public void beforeAll(ExtensionContext context) {
        recorder.start();
        LoggerContext log = (LoggerContext) LogManager.getContext(false);
        for (LoggerConfig logger : log.getConfiguration().getLoggers().values()) {
            if (!logger.isAdditive() || logger.getName().isEmpty()) {
                logger.addAppender(recorder, null, null);
                recorded.add(logger);
            }
        }
        log.updateLoggers();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        recorded.forEach(logger -> logger.removeAppender(recorder.getName()));
        recorder.stop();
    }

    List<String> lines() {
        return List.copyOf(recorder.lines);
    }

    private static final class Recorder extends AbstractAppender {

        private final List<String> lines = new CopyOnWriteArrayList<>();

        Recorder() {
            super("recorder", null, layout(), true, Property.EMPTY_ARRAY);
        }

        private static Layout<? extends Serializable> layout() {
            return PatternLayout.newBuilder()
                    .withPattern("%-5level %c - %m%n%throwable")
                    .build();
        }

        @Override
        public void append(LogEvent event) {
            lines.add(new String(getLayout().toByteArray(event), java.nio.charset.StandardCharsets.UTF_8));
        }
    }
}
