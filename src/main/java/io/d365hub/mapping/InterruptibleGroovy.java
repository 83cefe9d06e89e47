package io.d365hub.mapping;

import groovy.lang.GroovyShell;
import groovy.transform.ThreadInterrupt;
import org.apache.camel.Exchange;
import org.apache.camel.language.groovy.GroovyShellFactory;
import org.codehaus.groovy.control.CompilerConfiguration;
import org.codehaus.groovy.control.customizers.ASTTransformationCustomizer;

/** Groovy scripts that look at each turn of a loop, and at each call of a method or closure, whether they are to stop. */
public final class InterruptibleGroovy implements GroovyShellFactory {

    @Override
    public GroovyShell createGroovyShell(Exchange exchange) {
        CompilerConfiguration compiler = new CompilerConfiguration();
        compiler.addCompilationCustomizers(new ASTTransformationCustomizer(ThreadInterrupt.class));
        ClassLoader classes = exchange.getContext().getApplicationContextClassLoader();
        return new GroovyShell(classes == null ? getClass().getClassLoader() : classes, compiler);
    }
}
