package io.d365hub.intake;

import io.d365hub.intake.Admission.Admitted;
import io.d365hub.message.WorkQueue;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;

/**
 * {@code POST /push/{integration}}: who sends, where to, how much, of what shape; then stored, then 202, or delivered for
 * those who wait for it. Works on event
 * loops and never blocks them: what is stored and looked up elsewhere comes back by callback.
 */
final class PushHandler implements Handler<RoutingContext> {

    static final String PATH = "/push/";

    private final Admission admission;
    private final IntakeGate gate;
    private final Parcel.Maker maker;
    private final WorkQueue queue;
    private final OnceOnly onceOnly;
    private final IntakeSettings settings;
    private final IntakeMetrics metrics;
    private final Awaiting awaiting;

    PushHandler(
            Admission admission,
            IntakeGate gate,
            Parcel.Maker maker,
            WorkQueue queue,
            OnceOnly onceOnly,
            IntakeSettings settings,
            IntakeMetrics metrics,
            Awaiting awaiting) {
        this.admission = admission;
        this.gate = gate;
        this.maker = maker;
        this.queue = queue;
        this.onceOnly = onceOnly;
        this.settings = settings;
        this.metrics = metrics;
        this.awaiting = awaiting;
    }

    @Override
    public void handle(RoutingContext routing) {
        HttpServerRequest request = routing.request();
        long start = System.nanoTime();
        boolean inside = false;
        try {
            gate.enter();
            inside = true;
            String name = request.path().substring(PATH.length());
            Admitted admitted = admission.admit(request, name);
            gate.requireRoom(name);
            receive(request, admitted, start);
        } catch (ProblemException e) {
            if (inside) {
                gate.leave();
            }
            metrics.refused(e.problem().type());
            Answers.problemBeforeBody(request, e.problem());
        }
    }

    private void receive(HttpServerRequest request, Admitted admitted, long start) {
        Context context = Vertx.currentContext();
        Push push = new Push(request, admitted, context, start, maker, queue, onceOnly, gate, metrics, awaiting);
        Body body = new Body(request, gate, settings.bodyLimit(), push::check, push::refuseBeforeBody, push::leave);
        push.holds(body);
        if (request.headers().contains(HttpHeaders.EXPECT)) {
            request.response().writeContinue();
        }
        body.receive(context.owner(), settings.bodyTimeout());
    }
}
