import type { AccessState } from '../../../shared/contract/access.ts';
import { asAppError } from '../../../shared/errors/app-error.ts';
import type { Db } from '../kernel/sqlite.ts';
import { loadSlots } from '../kernel/slots.ts';
import type { Slot } from '../kernel/slots.ts';
import type { Moved } from './move/movement.ts';
import type { OpenStore } from './open-store.ts';
import { idleMinutes, readPolicy } from './policy.ts';
import { readStoreFile } from './store-file.ts';

export type Trouble = AccessState['trouble'];

const RECOVERY_CONFIRMED = 'recovery-confirmed';

/** Writes down that the reader keeps the recovery key. */
export function setRecoveryConfirmed(db: Db, at: string): void {
  db.prepare('INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)').run(RECOVERY_CONFIRMED, at);
}

export interface SessionFacts {
  /** When the person who has it open last proved to be there. */
  readonly provedAt: string;
  /** For so long a lock would let transfers go on. */
  readonly fetchingHours: number;
}

export function openState(
  { index, people, personId, signIns, movement }: OpenStore,
  session: SessionFacts,
): AccessState {
  const confirmed = index.prepare('SELECT 1 FROM meta WHERE key = ?').get(RECOVERY_CONFIRMED) !== undefined;
  const { name, roles } = people.get(personId);
  const present = people.list().filter(({ state }) => state === 'active');
  return {
    store: 'open',
    kind: 'evaluation',
    people: present.map((person) => ({ personId: person.personId, name: person.name })),
    reader: { personId, name, roles },
    session: { policy: readPolicy(index), idleMinutes: idleMinutes(index, personId), ...session },
    signIn: signIns.summary(),
    recoveryConfirmed: confirmed,
    movement: movementOf(movement.moved),
    trouble: null,
  };
}

function movementOf(moved: Moved | null): AccessState['movement'] {
  return moved === null ? null : { stage: moved.stage, at: moved.at, to: moved.to };
}

/** Of a folder whose store is locked, or that has none. */
export function lockedState(dir: string, trouble: Trouble): AccessState {
  try {
    const file = readStoreFile(dir);
    if (file === null) return closedState('absent', 'evaluation', null);
    const slots = loadSlots(dir);
    const keyStoreOf = slots.flatMap(({ kind, personId }) => (kind === 'os' ? [personId] : []));
    const closed = { ...closedState('locked', file.kind, trouble), people: peopleOf(slots) };
    return keyStoreOf.length === 0 ? closed : { ...closed, keyStoreOf };
  } catch (error) {
    const { code, message } = asAppError(error);
    return closedState('locked', 'evaluation', { code, message });
  }
}

function peopleOf(slots: readonly Slot[]): AccessState['people'] {
  return slots.flatMap((slot) => (slot.kind === 'passphrase' ? [{ personId: slot.personId, name: slot.name }] : []));
}

function closedState(store: 'absent' | 'locked', kind: AccessState['kind'], trouble: Trouble): AccessState {
  return {
    ...{ store, kind, people: [], reader: null, session: null, signIn: null },
    ...{ recoveryConfirmed: false, movement: null, trouble },
  };
}
