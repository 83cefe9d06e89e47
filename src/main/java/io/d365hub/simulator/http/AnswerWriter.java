package io.d365hub.simulator.http;

import io.d365hub.simulator.limits.Remaining;
import io.d365hub.simulator.operation.Answer;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.impl.ConnectionBase;

/** Puts one answer on the wire, or breaks the connection. */
final class AnswerWriter {

    private final Vertx vertx;
    private final HttpServerRequest request;
    private BodyWriter.Distortion distortion = BodyWriter.Distortion.NONE;

    AnswerWriter(Vertx vertx, HttpServerRequest request) {
        this.vertx = vertx;
        this.request = request;
    }

    /** Sends the body slowly, or cut. */
    AnswerWriter distorted(BodyWriter.Distortion wanted) {
        distortion = wanted;
        return this;
    }

    /** Sends an answer of the Web API, with the headers that all of them have. */
    void write(Answer answer, CommonHeaders.Cookies cookies, Remaining remaining, int dopHint) {
        if (!request.response().closed()) {
            CommonHeaders.add(request.response().headers(), cookies, remaining, dopHint);
            if (request.isSSL()) {
                // Browsers would keep everything else on this machine's name to HTTPS for a year.
                request.response().headers().remove("Strict-Transport-Security");
            }
            writePlain(answer);
        }
    }

    /** Sends an answer as it is. */
    void writePlain(Answer answer) {
        HttpServerResponse response = request.response();
        if (response.closed()) {
            return;
        }
        response.setStatusCode(answer.status());
        for (Answer.Header header : answer.headers()) {
            response.headers().add(header.name(), header.value());
        }
        if (answer.contentType() != null) {
            response.headers().add("Content-Type", answer.contentType());
        }
        BodyWriter.write(vertx, request, answer.body(), distortion);
    }

    /** Closes the connection without an answer. */
    void drop() {
        request.connection().close();
    }

    /** Resets the connection: the client gets an error, not an end. */
    void reset() {
        Channel channel = ((ConnectionBase) request.connection()).channel();
        channel.config().setOption(ChannelOption.SO_LINGER, 0);
        request.connection().close();
    }
}
