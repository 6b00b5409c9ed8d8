// @vitest-environment jsdom
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { CommandRegistry } from '../../../../renderer/app/commands/registry.ts';
import { NEXT_STUDY, PREVIOUS_STUDY } from '../../../../renderer/app/cases/beside-keys.ts';
import { FrameClient } from '../../../../renderer/client/index.ts';
import { DESK_COMMANDS } from '../../../../renderer/reading/commands.ts';
import { DeskSession } from '../../../../renderer/reading/desk-session.ts';
import { goToFault } from '../../../../renderer/reading/go-to.ts';
import { runDeskAction } from '../../../../renderer/reading/run-action.ts';
import { NO_FAULTS } from '../../../../shared/hanging/slice-faults.ts';
import { studyOf, volume } from '../../shared/hanging/studies.ts';
import { FakeStation } from '../helpers/fake-station.ts';

/** Everything that a reader goes through, with its two commands and what each says where there is nothing more. */
const STEPS = [
  ['series', 'image.series', 'No other series'],
  ['study of the patient', ['image.study-older', 'image.study-younger'], 'No older study|No younger study'],
  ['stage', 'hanging', 'No other stage'],
  ['key image', 'image.key', 'No key image'],
  ['series that was not shown', ['image.unread', 'image.unread-previous'], 'Nothing unread'],
  ['measurement', 'measurements', 'No measurement'],
  ['mark of a detection program', 'image.detection', 'No mark to go to'],
  ['segment', 'image.part', 'No segment to go to'],
  ['viewport', 'image.viewport', 'The only viewport'],
  ['phase', 'image.phase', 'No other phase'],
] as const;

const idsOf = (ids: string | readonly [string, string]) =>
  typeof ids === 'string'
    ? [`${ids}-next`, `${ids}-previous`].map((id) => id.replace(/^(hanging|measurements)-/, '$1.'))
    : ids;

const STUDY = studyOf(1, [volume('only', 'CT', 3)]);
const sessions: DeskSession[] = [];
// jsdom has no SVG text; nothing is drawn here.
beforeAll(() => void vi.stubGlobal('SVGTextElement', class extends SVGElement {}));
afterAll(() => void vi.unstubAllGlobals());
afterEach(() => {
  for (const session of sessions.splice(0)) session.dispose();
});

/** A desk with one series of three pictures, all of them shown, and nothing else. */
async function desk() {
  const said: string[] = [];
  const station = new FakeStation({
    'study.open': () => STUDY,
    'reading.load': () => ({ measurements: [], desk: null }),
    'reading.seen': () => ({ objects: [], aside: [] }),
    'reading.saveDesk': () => ({ savedAt: '2026-01-01T00:00:00.000Z' }),
  });
  const { port1 } = new MessageChannel();
  const frames = new FrameClient(() => Promise.resolve(port1));
  const say = (title: string, detail: string) => void said.push(`${title}: ${detail}`);
  const session = new DeskSession({ frames, call: station.call, failed: () => undefined, say });
  sessions.push(session);
  await session.open(STUDY.study.studyId);
  const seriesUid = STUDY.series[0]?.seriesUid ?? '';
  session.stores.runtime.setState({ seen: { [seriesUid]: new Set([0, 1, 2]) } });
  session.setLayout(1, 1);
  return { session, said };
}

describe('next and previous of everything', () => {
  it('are commands with a name, a key of their own and so an entry of the palette', () => {
    const registry = new CommandRegistry();
    registry.registerCommands(
      DESK_COMMANDS.map(({ id, title, group, keys }) => ({ ...{ id, title, group, keys, run: () => undefined }, scope: 'image' })), // prettier-ignore
    );
    const more = ['image.fault-next', 'image.fault-previous', 'image.next', 'image.previous'];
    for (const id of [...STEPS.flatMap(([, ids]) => idsOf(ids)), ...more]) {
      const command = registry.get(id);
      expect([id, (command?.title.length ?? 0) > 4, command?.keys.length]).toEqual([id, true, 1]);
    }
    for (const { title, keys, scope } of [NEXT_STUDY, PREVIOUS_STUDY])
      expect([title.length > 4, keys.length, scope]).toEqual([true, 1, 'global']);
  });

  it.each(STEPS)('%s: at the end it says so', async (_noun, ids, words) => {
    const { session, said } = await desk();
    for (const id of idsOf(ids)) {
      said.length = 0;
      const command = DESK_COMMANDS.find((one) => one.id === id);
      if (!command) throw new Error(`no command ${id}`);
      runDeskAction(session, command.action);
      await vi.waitFor(() => expect(said.join('\n')).toMatch(new RegExp(`^(${words}): .{10,}`)), { timeout: 10_000 });
    }
  });

  it('gaps, duplicates and changes: none, the next, and none beyond it', () => {
    const gone: number[] = [];
    const said: string[] = [];
    const active = { target: 4, scrollTo: (place: number) => void gone.push(place) };
    const room = { active, say: (title: string) => void said.push(title) };
    goToFault(room, { faults: NO_FAULTS }, 1);
    const faults = {
      ...NO_FAULTS,
      duplicates: [
        { place: 2, of: 1 },
        { place: 7, of: 6 },
      ],
    };
    goToFault(room, { faults }, 1);
    goToFault(room, { faults }, -1);
    active.target = 7;
    goToFault(room, { faults }, 1);
    active.target = 2;
    goToFault(room, { faults }, -1);
    expect(said).toEqual([
      'No mark on these slices',
      'The last mark of these slices',
      'The first mark of these slices',
    ]);
    expect(gone).toEqual([7, 2]);
  });
});
