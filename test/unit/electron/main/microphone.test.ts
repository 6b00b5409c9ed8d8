import { expect, it } from 'vitest';
import { Microphone } from '../../../../electron/main/microphone.ts';
import { Emitter } from '../../../../shared/lib/emitter.ts';

const OURS = 'nightjar://app/index.html';

it('is had by our own page while it dictates, for sound alone, and until the lock', () => {
  const microphone = new Microphone();
  const events = new Emitter<{ readonly name: string; readonly payload: unknown }>();
  const gone = new Emitter<string>();
  microphone.follow({ events }, { gone });
  const mayHave = (address = OURS, kinds: readonly string[] = ['audio']): boolean =>
    microphone.mayHave({ address, kinds });
  expect(mayHave()).toBe(false);
  microphone.lend('1');
  expect(mayHave()).toBe(true);
  expect([mayHave('https://example.org/'), mayHave('data:text/html,x'), mayHave('nightjar://app.evil/')]).toEqual([
    ...[false, false, false],
  ]);
  expect([mayHave(OURS, ['audio', 'video']), mayHave(OURS, ['video']), mayHave(OURS, [])]).toEqual([
    false,
    false,
    false,
  ]);
  microphone.take('another');
  gone.emit('another');
  expect(mayHave()).toBe(true);
  gone.emit('1');
  expect(mayHave()).toBe(false);
  microphone.lend('1');
  events.emit({ name: 'access.changed', payload: { store: 'locked' } });
  expect(mayHave()).toBe(false);
});
