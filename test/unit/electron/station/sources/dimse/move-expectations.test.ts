import { describe, expect, it } from 'vitest';
import { AppError } from '../../../../../../shared/errors/app-error.ts';
import { MoveExpectations } from '../../../../../../electron/station/sources/dimse/move-expectations.ts';
import type { IncomingObject, RetrieveSink } from '../../../../../../electron/station/sources/source.ts';

const sinkOf = (object: Partial<IncomingObject>): RetrieveSink => ({
  begin: () =>
    Promise.resolve({
      write: () => Promise.resolve(),
      end: () => Promise.resolve(),
      abort: () => Promise.resolve(),
      ...object,
    }),
});
const nothing = (): void => undefined;

describe('MoveExpectations', () => {
  it('knows whose objects come by title and message id', () => {
    const moves = new MoveExpectations();
    const first = moves.open('NIGHTJAR', sinkOf({}), nothing);
    const second = moves.open('NIGHTJAR', sinkOf({}), nothing);
    expect(first.messageId).not.toBe(second.messageId);
    expect(moves.match('NIGHTJAR', second.messageId)).toBe(second);
    expect(moves.match(null, first.messageId)).toBe(first);
    expect(moves.match('OTHER', first.messageId)).toBeNull();
    expect(moves.match(null, null)).toBeNull();
    moves.close(first);
    expect(moves.match('NIGHTJAR', first.messageId)).toBeNull();
    expect(moves.match(null, null)).toBe(second);
    expect([moves.isOurs('NIGHTJAR'), moves.isOurs('OTHER'), moves.isOurs(null)]).toEqual([true, false, false]);
  });

  it('answers before an object is put away, and waits for that at the end', async () => {
    const moves = new MoveExpectations();
    let done: () => void = nothing;
    const away = new Promise<void>((resolve) => (done = resolve));
    const move = moves.open('NIGHTJAR', sinkOf({ end: () => away }), nothing);
    const object = await move.begin('1.2');
    await object.end();
    let settled = false;
    const settling = move.settled().then(() => (settled = true));
    await Promise.resolve();
    expect(settled).toBe(false);
    done();
    await settling;
    expect(move.failure).toBeNull();
  });

  it('stops the move when an object cannot be put away', async () => {
    const moves = new MoveExpectations();
    const told: string[] = [];
    const full = (): Promise<never> => Promise.reject(new AppError('source/quota', 'full'));
    const move = moves.open('NIGHTJAR', sinkOf({ end: full }), ({ code }) => told.push(code));
    await (await move.begin('1.2')).end();
    await move.settled();
    expect(told).toEqual(['source/quota']);
    expect(move.failure?.code).toBe('source/quota');
  });
});
