/**
 * The owner of the event loop: the execution that is charged for the loop's time.
 *
 * ## Phases of the loop
 *
 * Node reports the start and the end of each callback, V8 those of each continuation of a promise. The resume log gets an
 * entry where the charge changes. An entry is charged from its time to the time of the next one.
 *
 * - Task: a callback starts while nothing runs. Its resource woke the loop. The execution of its context is charged, in one
 *   of the states below.
 * - Nested: a tick, a bound callback, a continuation or a call starts inside other code, or right after it. The innermost
 *   execution is charged. The outer one is charged again when that code ends.
 * - After microtasks: the last callback or continuation ended. The last owner is still charged, for Node's own work.
 * - Idle: nothing ran for more than 20 µs before the next task. No execution is charged. Only the next task shows the
 *   sleep, so this entry is written late, with its true time.
 *
 * ## States of the owner
 *
 * The async context names an execution, and is wrong in two cases:
 * - A shared task. A pooled connection keeps the context of the execution that opened it. A timer that does not keep the
 *   process alive, such as the one of Node's `Date` header, keeps that of the first request.
 * - A callback beside a wait. A timer that warns of a slow query runs in the execution's context and ends no wait.
 *
 * A continuation shows the execution that awaited, so it settles both. Until then the owner is in one of these states:
 * - `KNOWN`: it ran by a call or a continuation, or no execution runs in a task that is not shared.
 * - `CALLBACK`: it runs in a callback of this task, and no continuation of it has followed.
 * - `EARLIER_CALLBACK`: it ran in a callback of an earlier task. The entry of that task cannot be confirmed.
 * - `PROVISIONAL`: it is the context of a shared task. The true owner can be another execution, or none.
 *
 * {@link TRANSITIONS} is the table of states and events, in integers: the machine runs for every async hook event.
 */

/** The owner ran by a call or a continuation. @internal */
export const KNOWN = 0;
/** A callback of the owner runs in this task, without a continuation so far. @internal */
export const CALLBACK = 1;
/** As {@link CALLBACK}, of an earlier task. @internal */
export const EARLIER_CALLBACK = 2;
/** The owner is the context of a shared task. @internal */
export const PROVISIONAL = 3;

/** The bits of a transition with the next state. @internal */
export const NEXT_STATE = 3;

// Events, as the first index of their row in the table.
/** Another task of the current owner starts, and the loop did not sleep before it. @internal */
export const FURTHER_TASK = 0;
/** A callback starts in the context of an execution. @internal */
export const STARTS_CALLBACK = 4;
/** A callback starts in a shared task, or a call starts or ends in it: the execution is not confirmed in this task. @internal */
export const STARTS_SHARED = 8;
/** A callback starts outside all executions. @internal */
export const STARTS_OUTSIDE = 12;
/** A continuation of the current owner starts. @internal */
export const CONTINUES = 16;
/** A continuation of another execution starts, or a callback of one that is confirmed in this task. @internal */
export const CONTINUES_OTHER = 20;
/** A call starts or ends, or a nested callback ends. @internal */
export const CALLS = 24;

/** The bits of a transition with the entry. @internal */
export const ENTRY = 28;

// Entries, as bits of a transition.
/** The charge continues. @internal */
export const NO_ENTRY = 0;
/** The last entry loses its callback flag: that callback did end the wait. @internal */
export const CONFIRM = 4;
/** An entry with the cause: the task ended the owner's wait. @internal */
export const WITH_CAUSE = 8;
/** An entry with the cause and the callback flag: the task may have ended the owner's wait. @internal */
export const WITH_CALLBACK = 12;
/** An entry without a cause: no wait ended here. @internal */
export const WITHOUT_CAUSE = 16;
/** An entry with the provisional flag and the connection. @internal */
export const AS_PROVISIONAL = 20;
/** The task gets an entry like the first task of its owner: report it as STARTS_… @internal */
export const START_AGAIN = 24;

/**
 * Next state and entry, at the index event + state.
 *
 * A call keeps CALLBACK: its callee may await what the callback brought. PROVISIONAL ends with any event that is certain.
 *
 * @internal
 */
// prettier-ignore
export const TRANSITIONS = Uint8Array.of(
  // in:              KNOWN                         CALLBACK                      EARLIER_CALLBACK                  PROVISIONAL
  /* FURTHER_TASK */    KNOWN | NO_ENTRY,             EARLIER_CALLBACK | NO_ENTRY,  EARLIER_CALLBACK | NO_ENTRY,      PROVISIONAL | START_AGAIN,
  /* STARTS_CALLBACK */ CALLBACK | WITH_CALLBACK,     CALLBACK | WITH_CALLBACK,     CALLBACK | WITH_CALLBACK,         CALLBACK | WITH_CALLBACK,
  /* STARTS_SHARED */   PROVISIONAL | AS_PROVISIONAL, PROVISIONAL | AS_PROVISIONAL, PROVISIONAL | AS_PROVISIONAL,     PROVISIONAL | AS_PROVISIONAL,
  /* STARTS_OUTSIDE */  KNOWN | WITHOUT_CAUSE,        KNOWN | WITHOUT_CAUSE,        KNOWN | WITHOUT_CAUSE,            KNOWN | WITHOUT_CAUSE,
  /* CONTINUES */       KNOWN | NO_ENTRY,             KNOWN | CONFIRM,              KNOWN | WITH_CAUSE,               KNOWN | WITH_CAUSE,
  /* CONTINUES_OTHER */ KNOWN | WITH_CAUSE,           KNOWN | WITH_CAUSE,           KNOWN | WITH_CAUSE,               KNOWN | WITH_CAUSE,
  /* CALLS */           KNOWN | WITHOUT_CAUSE,        CALLBACK | WITHOUT_CAUSE,     EARLIER_CALLBACK | WITHOUT_CAUSE, KNOWN | WITHOUT_CAUSE,
);
