/** Faults with real processes: hubs that are killed, halted, starved of disk or without Dataverse. Tests only. */
package io.d365hub.faults;
