package io.d365hub.simulator.http;

import io.d365hub.simulator.limits.ServiceProtection;
import io.d365hub.simulator.odata.ApiError;
import io.d365hub.simulator.odata.ErrorCode;
import io.d365hub.simulator.odata.Preferences;
import io.d365hub.simulator.operation.Answer;
import io.d365hub.simulator.operation.ApiRequest;
import io.d365hub.simulator.operation.CallerUsers;
import io.d365hub.simulator.operation.ErrorAnswers;
import io.d365hub.simulator.operation.Execution;
import io.d365hub.simulator.operation.FailedOperation;
import io.d365hub.simulator.operation.Operation;
import io.d365hub.simulator.operation.OperationKind;
import io.vertx.core.Vertx;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One admitted request on its way: read, struck by faults, delayed, run, answered. Runs on one event loop. A delayed
 * request does its work at the end of the delay, so a client that gives up early may still have caused a change.
 */
final class RunningRequest {

    private static final Logger LOG = LoggerFactory.getLogger(RunningRequest.class);
    private static final double NANOS_PER_MILLI = 1e6;

    private final Vertx vertx;
    private final SimulatedService service;
    private final ServiceProtection.Admission admission;
    private final AnswerWriter writer;
    private final CommonHeaders.Cookies cookies;
    private final SimulatedService.Web web;
    private final Strikes strikes;
    private Preferences preferences = Preferences.NONE;
    private double chargedMillis;

    RunningRequest(
            Vertx vertx,
            SimulatedService service,
            ServiceProtection.Admission admission,
            AnswerWriter writer,
            CommonHeaders.Cookies cookies) {
        this.vertx = vertx;
        this.service = service;
        this.admission = admission;
        this.writer = writer;
        this.cookies = cookies;
        this.web = service.web();
        this.strikes = new Strikes(service.faults(), service.statistics());
    }

    void start(Supplier<ApiRequest> source) {
        service.statistics().started();
        long start = System.nanoTime();
        Operation operation = strikes.whole(read(source));
        charge(start);
        double delay = service.latency().millis(operation.rows()) + strikes.extraMillis();
        if (delay > 0) {
            chargedMillis += delay;
            vertx.setTimer(Math.max(1, Math.round(delay)), timer -> run(operation));
        } else {
            run(operation);
        }
    }

    private Operation read(Supplier<ApiRequest> source) {
        try {
            ApiRequest request = source.get();
            CallerUsers.ensure(web.environment(), request.caller());
            preferences = request.preferences();
            return web.parser().parse(request, strikes::part);
        } catch (ApiError e) {
            return new FailedOperation(OperationKind.INVALID, e);
        } catch (RuntimeException e) {
            return new FailedOperation(OperationKind.INVALID, failed(e));
        }
    }

    private void run(Operation operation) {
        if (strikes.resets()) {
            finish(operation, null);
        } else if (web.environment().events().mayWait()) {
            // Somebody outside is waited for meanwhile, and may ask this server before he answers.
            vertx.executeBlocking(() -> timed(operation), false).onSuccess(answer -> finish(operation, answer));
        } else {
            finish(operation, timed(operation));
        }
    }

    private Answer timed(Operation operation) {
        long start = System.nanoTime();
        Answer answer = answer(operation);
        charge(start);
        return answer;
    }

    private void finish(Operation operation, Answer answer) {
        admission.done(chargedMillis);
        service.statistics().ended();
        if (answer == null) {
            service.statistics().dropped();
            service.statistics().called(operation.kind(), 0, operation.rows());
            writer.reset();
        } else if (strikes.drops()) {
            service.statistics().dropped();
            service.statistics().called(operation.kind(), 0, operation.rows());
            writer.drop();
        } else {
            service.statistics().answered(operation.kind(), answer.status());
            service.statistics().called(operation.kind(), answer.status(), operation.rows());
            writer.distorted(strikes.distortion())
                    .write(
                            answer,
                            cookies,
                            admission.remaining(),
                            service.webServers().limits().dopHint());
        }
    }

    private Answer answer(Operation operation) {
        Answer faulty = strikes.answer(preferences);
        if (faulty != null && !strikes.comesAfterTheWork()) {
            return faulty;
        }
        try {
            Answer done = operation.run(Execution.alone(web.environment()));
            return faulty == null ? done : faulty;
        } catch (ApiError e) {
            return ErrorAnswers.of(web.environment().dialect().tell(e), preferences);
        } catch (RuntimeException e) {
            return ErrorAnswers.of(failed(e), preferences);
        }
    }

    private static ApiError failed(RuntimeException e) {
        LOG.warn("The simulator failed on a request; this is a defect of the simulator", e);
        return new ApiError(ErrorCode.SIMULATOR_FAILED, "The simulator failed on this request; its log says why.");
    }

    private void charge(long startNanos) {
        chargedMillis += (System.nanoTime() - startNanos) / NANOS_PER_MILLI;
    }
}
