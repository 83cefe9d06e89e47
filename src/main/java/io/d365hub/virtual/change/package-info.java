/** How the hub processes of one database tell each other that rows of virtual tables have changed. */
package io.d365hub.virtual.change;
