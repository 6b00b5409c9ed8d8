import { describe, expect, it } from 'vitest';
import { WindowTalk } from '../../../../renderer/app/windows/window-talk.ts';
import { DeskMessage } from '../../../../shared/model/desk-message.ts';
import { ObjectId } from '../../../../shared/model/ids.ts';
import { FakeStation } from '../helpers/fake-station.ts';

const stands = (frame: number): DeskMessage => ({ kind: 'focus', caseId: 'one', viewportId: `v1-${frame}` });
const lead = (viewportId: string, index: number): DeskMessage => ({
  kind: 'lead',
  caseId: 'one',
  viewports: [{ viewportId, index, beyond: false }],
});

/** A shell that answers when it is told to. */
function slowShell(): { readonly link: FakeStation; readonly said: DeskMessage[]; answer: () => Promise<void> } {
  const said: DeskMessage[] = [];
  const waiting: (() => void)[] = [];
  const link = new FakeStation({
    'windows.say': ({ message }) => {
      said.push(DeskMessage.parse(message));
      return new Promise((resolve) => waiting.push(() => resolve({})));
    },
  });
  const answer = async (): Promise<void> => {
    waiting.shift()?.();
    for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
  };
  return { link, said, answer };
}

describe('what windows tell each other', () => {
  it('has one message on its way, and of a state only the newest waits', async () => {
    const { link, said, answer } = slowShell();
    const talk = new WindowTalk(link, 'desk');
    for (let frame = 1; frame <= 50; frame += 1) talk.say(stands(frame));
    expect(said).toEqual([stands(1)]);
    await answer();
    await answer();
    expect(said).toEqual([stands(1), stands(50)]);
  });

  it('leads each viewport to where it goes last', async () => {
    const { link, said, answer } = slowShell();
    const talk = new WindowTalk(link, 'left');
    for (const message of [lead('a', 1), lead('a', 2), lead('b', 7), lead('a', 3)]) talk.say(message, 'desk');
    await answer();
    expect(said[1]).toMatchObject({
      viewports: [
        { viewportId: 'a', index: 3 },
        { viewportId: 'b', index: 7 },
      ],
    });
  });

  it('says nothing of a case after it was closed', async () => {
    const { link, said, answer } = slowShell();
    const talk = new WindowTalk(link, 'desk');
    talk.say({ kind: 'settle' });
    talk.say(lead('a', 1), 'left');
    talk.say(stands(2));
    talk.say({ kind: 'closed' });
    for (let turn = 0; turn < 4; turn += 1) await answer();
    expect(said.map(({ kind }) => kind)).toEqual(['settle', 'closed']);
  });

  it('says of a view that changes while a message is on its way what it was before, and what it is now', async () => {
    const { link, said, answer } = slowShell();
    const talk = new WindowTalk(link, 'desk');
    const view = (width: number) => ({ window: { center: 40, width }, preset: null, scale: null, center: null });
    const viewed = (viewportId: string, from: number, to: number): DeskMessage => ({
      kind: 'viewed',
      caseId: 'one',
      change: {
        ...{ viewportId, shown: { objectId: ObjectId.parse('a'.repeat(26)), frame: 1 }, zoom: from, voi: null },
        ...{ before: view(from), after: view(to) },
      },
    });
    for (const message of [stands(1), viewed('a', 1, 2), viewed('b', 7, 8), viewed('a', 2, 3), viewed('a', 3, 4)]) {
      talk.say(message);
    }
    for (let turn = 0; turn < 3; turn += 1) await answer();
    expect(said.slice(1)).toEqual([viewed('a', 1, 4), viewed('b', 7, 8)]);
  });
});
