/**
 * Mappings in JSLT: the {@code jslt:} component as the hub runs it, the functions that mappings have on top of JSLT's
 * own, and what their failures mean for a message.
 *
 * <p>May use {@code failure}, Camel and JSLT. The root binds {@link io.d365hub.mapping.MappingComponent}; checks and cases
 * compile mappings with {@link io.d365hub.mapping.Mappings}, so that all three agree on what a mapping is.
 */
package io.d365hub.mapping;
