package io.d365hub.lane;

import org.apache.camel.CamelContext;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.processor.FilterProcessor;
import org.apache.camel.spi.InterceptStrategy;

/**
 * Lets every {@code filter} step note whether it let the message through. Without this an exchange that was held back
 * looks like one that was delivered.
 */
final class FilterMark implements InterceptStrategy {

    @Override
    public Processor wrapProcessorInInterceptors(
            CamelContext context, NamedNode definition, Processor target, Processor nextTarget) {
        if (target instanceof FilterProcessor filter && filter.getStatusPropertyName() == null) {
            filter.setStatusPropertyName(LaneConstants.FILTER_MATCHED);
        }
        return target;
    }
}
