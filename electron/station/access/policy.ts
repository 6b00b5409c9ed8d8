import { z } from 'zod';
import type { AccessSession } from '../../../shared/contract/access.ts';
import { AppError } from '../../../shared/errors/app-error.ts';
import { AccessPolicy, FETCHING_HOURS, FIRST_POLICY } from '../../../shared/model/access.ts';
import type { PersonId } from '../../../shared/model/ids.ts';
import type { Commands } from '../kernel/command.ts';
import type { Db } from '../kernel/sqlite.ts';

const POLICY = 'access-policy';
const Minutes = z.coerce.number().int().min(1);
const Hours = z.coerce.number().int().min(0);

/** What an administrator set, or what is so from the beginning. */
export function readPolicy(index: Db): AccessPolicy {
  const text = meta(index, POLICY);
  return text === null ? FIRST_POLICY : AccessPolicy.parse(JSON.parse(text));
}

export function setPolicy(index: Db, commands: Commands, personId: PersonId, policy: AccessPolicy): void {
  const before = readPolicy(index);
  const detail = {
    longestIdleMinutes: policy.longestIdleMinutes,
    proofMinutes: policy.proofMinutes,
    longestIdleBefore: before.longestIdleMinutes,
    proofBefore: before.proofMinutes,
    keyStore: policy.keyStore === true,
    keyStoreBefore: before.keyStore === true,
    fetchingHours: policy.fetchingHours ?? FETCHING_HOURS,
    fetchingHoursBefore: before.fetchingHours ?? FETCHING_HOURS,
  };
  commands.run({ name: 'access.setPolicy', personId, subject: POLICY, detail }, (db) => {
    putMeta(db, POLICY, JSON.stringify(policy));
  });
}

/** This person's minutes until the lock: their own choice, and never more than the policy has. */
export function idleMinutes(index: Db, personId: PersonId): AccessSession['idleMinutes'] {
  const { longestIdleMinutes } = readPolicy(index);
  const own = meta(index, idleKey(personId));
  return own === null ? longestIdleMinutes : Math.min(longestIdleMinutes, Minutes.parse(own));
}

/** @param minutes null: as the policy has it @throws AppError access/policy */
export function setIdleMinutes(index: Db, commands: Commands, personId: PersonId, minutes: number | null): void {
  const { longestIdleMinutes } = readPolicy(index);
  if (minutes !== null && minutes > longestIdleMinutes) {
    throw new AppError('access/policy', 'longer than the policy of this store allows', {
      context: { longestIdleMinutes },
    });
  }
  commands.run({ name: 'access.setIdleMinutes', personId, subject: personId, detail: { minutes } }, (db) => {
    if (minutes === null) db.prepare('DELETE FROM meta WHERE key = ?').run(idleKey(personId));
    else putMeta(db, idleKey(personId), String(minutes));
  });
}

/** For so many hours a lock lets transfers go on: this person's own choice, and never more than the policy has. */
export function chosenFetchingHours(index: Db, personId: PersonId): number {
  const { fetchingHours: longest = FETCHING_HOURS } = readPolicy(index);
  const own = meta(index, fetchingKey(personId));
  return own === null ? longest : Math.min(longest, Hours.parse(own));
}

/** @param hours null: as the policy has it @throws AppError access/policy */
export function setFetchingHours(index: Db, commands: Commands, personId: PersonId, hours: number | null): void {
  const { fetchingHours: longest = FETCHING_HOURS } = readPolicy(index);
  if (hours !== null && hours > longest) {
    throw new AppError('access/policy', 'longer than the policy of this store allows', { context: { longest } });
  }
  commands.run({ name: 'access.setFetchingHours', personId, subject: personId, detail: { hours } }, (db) => {
    if (hours === null) db.prepare('DELETE FROM meta WHERE key = ?').run(fetchingKey(personId));
    else putMeta(db, fetchingKey(personId), String(hours));
  });
}

function fetchingKey(personId: PersonId): string {
  return `fetching-hours/${personId}`;
}

function idleKey(personId: PersonId): string {
  return `idle-minutes/${personId}`;
}

function meta(db: Db, key: string): string | null {
  return db.prepare<[string], string>('SELECT value FROM meta WHERE key = ?').pluck().get(key) ?? null;
}

function putMeta(db: Db, key: string, value: string): void {
  db.prepare('INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value').run(
    key,
    value,
  );
}
