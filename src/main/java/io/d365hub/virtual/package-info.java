/**
 * Virtual tables: the hub as OData v4 provider of data that lives elsewhere and is read at the moment of asking.
 *
 * <p>This package is the seam between the server and the sources. It holds what a table is ({@link
 * io.d365hub.virtual.VirtualService}, {@link io.d365hub.virtual.VirtualTable}, {@link
 * io.d365hub.virtual.VirtualColumn}), what is asked ({@code virtual.query}: immutable, free of OData), and who answers
 * ({@link io.d365hub.virtual.TableSource}, opened by a {@link io.d365hub.virtual.SourceType} that registers under the name
 * that a declaration uses, such as {@code sql}).
 *
 * <p>How a request travels: HTTP, API key, permission, rate (on the event loop) - parsed by Olingo into a {@link
 * io.d365hub.virtual.query.TableQuery} - {@link io.d365hub.virtual.TableSource#check} (no input or output) - cache, and
 * equal questions joined - circuit breaker and the source's own bounded threads - {@link
 * io.d365hub.virtual.TableSource#read} - rows judged - serialised.
 *
 * <p>What sources need to know:
 *
 * <ul>
 *   <li>They are called on threads of their own pool and may block. They watch {@link io.d365hub.virtual.SourceCall}: its
 *       deadline bounds every wait, and {@link io.d365hub.virtual.SourceCall#onCancel} is where they say how a call under
 *       way is given up (cancel the statement, close the connection).
 *   <li>They never see GUIDs that the hub made. Keys and references in queries, rows and writes are values of the source
 *       ({@link io.d365hub.virtual.VirtualColumn#sourceType}); the server turns them into GUIDs and back.
 *   <li>They answer a query exactly and whole, or refuse it with {@link io.d365hub.virtual.SourceException#unsupported}. A
 *       source that can do only a part pushes that part down and evaluates the rest itself, within {@link
 *       io.d365hub.virtual.VirtualTable#rowLimit}; more rows than that are an error, never a cut.
 *   <li>They report what they cannot do or what went wrong as {@link io.d365hub.virtual.SourceException}; anything else is
 *       taken for a failure of the source (502) and logged.
 * </ul>
 */
package io.d365hub.virtual;
