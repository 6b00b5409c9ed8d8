import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Access } from '../../renderer/app/access.ts';
import { parseKey } from '../../renderer/app/commands/keys.ts';
import { CommandRegistry } from '../../renderer/app/commands/registry.ts';
import { NEXT_STUDY, PREVIOUS_STUDY } from '../../renderer/app/cases/beside-keys.ts';
import { createLayout } from '../../renderer/app/layout.ts';
import { BACK_TO_CASE, PUT_ASIDE } from '../../renderer/app/put-aside.ts';
import { appCommands } from '../../renderer/app/use-app-commands.ts';
import { DESK_COMMANDS } from '../../renderer/reading/commands.ts';
import { REPORT_KEYS } from '../../renderer/reporting/report-keys.ts';
import { createPreferences } from '../../renderer/settings/preferences.ts';
import { LIST_KEYS, listKeys } from '../../renderer/worklist/list-keys.ts';
import { fitControls } from '../../shared/controls/fit-controls.ts';
import { meet } from '../../shared/controls/key-scope.ts';
import { withHabit } from '../../shared/controls/mouse-rules.ts';
import { refusalFor } from '../../shared/controls/refused-keys.ts';
import { giveKey, takeKey } from '../../shared/controls/working-keys.ts';
import type { KeyedCommand } from '../../shared/controls/working-keys.ts';
import { CommandName, Controls, DragAct, DragName, HabitTool, PROGRAM_CONTROLS } from '../../shared/model/controls.ts';
import type { OwnKeys } from '../../shared/model/controls.ts';
import { projectRoot } from '../helpers/runtime.ts';

const renderer = path.join(projectRoot, 'renderer');

/** On every screen of an open store, so that the settings and the map of keys have them there by themselves. */
const EVERYWHERE = [
  'app/use-app-commands.ts',
  'app/reconcile/use-reconcile-commands.ts',
  'app/screens/main-screen.tsx',
].map((file) => path.join(renderer, file));

const nothing = (): undefined => undefined;

function commandsOfApp() {
  return appCommands(
    {
      access: new Access({ call: () => Promise.reject(new Error('no station')), on: () => nothing }),
      layout: createLayout(),
      preferences: createPreferences({ getItem: () => null, setItem: nothing }),
    },
    nothing,
  );
}

/** Listed on other screens than their own. */
function waiting() {
  const desk = DESK_COMMANDS.map(({ id, title, group, keys }) => ({ id, title, group, keys, scope: 'image' as const }));
  return [...listKeys(), ...desk, ...Object.values(REPORT_KEYS), PUT_ASIDE, BACK_TO_CASE, NEXT_STUDY, PREVIOUS_STUDY];
}

/** All of them as their keys count. */
function keyed(): readonly KeyedCommand[] {
  return [...commandsOfApp(), ...waiting()].map(({ id, scope, keys }) => ({
    id,
    scope,
    defaultKeys: keys.map(parseKey),
  }));
}

describe('the commands of the window', () => {
  it('have each an id, a name, a group and keys that nobody else has in the same place', () => {
    const all = [...commandsOfApp(), ...waiting()];
    const registry = new CommandRegistry();
    registry.registerCommands(all.map((one) => ({ ...one, run: nothing })));
    expect(registry.all()).toHaveLength(all.length);
    expect(all.length).toBeGreaterThan(150);
    for (const { id, title, group } of all) {
      expect(CommandName.safeParse(id).success, id).toBe(true);
      expect([title.trim(), group.trim()], id).toEqual([title, group]);
      expect(Math.min(title.length, group.length), id).toBeGreaterThan(2);
    }
  });

  it.each(['worklist', 'image', 'report'] as const)('share no key of the program where keys act: %s', (layer) => {
    const here = keyed().filter(({ scope }) => meet(scope, layer));
    const owners = new Map<string, string[]>();
    for (const { id, defaultKeys } of here)
      for (const key of defaultKeys) owners.set(key, [...(owners.get(key) ?? []), id]);
    expect(here.length).toBeGreaterThan(10);
    expect([...owners].filter(([, ids]) => ids.length > 1)).toEqual([]);
  });

  it('go to another station with mouse and devices, and come back as they went, whatever the reader chose', () => {
    const commands = keyed();
    const id = fc.constantFrom(...commands.map((one) => one.id));
    const key = fc.constantFrom(...commands.flatMap(({ defaultKeys }) => defaultKeys), 'F3', 'Alt F9', 'Ctrl Alt F2');
    const act = fc.option(id, { nil: null });
    const byte = fc.integer({ min: 0, max: 255 });
    const button = fc.record({
      ...{ report: byte, byte: fc.integer({ min: 0, max: 1023 }), mask: fc.integer({ min: 1, max: 255 }), value: byte },
      ...{ press: act, release: act },
    });
    const drag = fc.tuple(fc.constantFrom(...DragName.options), fc.constantFrom(...DragAct.options));
    const chosen = fc.record({
      steps: fc.array(fc.tuple(id, key, fc.boolean()), { maxLength: 12 }),
      buttons: fc.array(button, { maxLength: 4 }),
      ...{ back: act, forward: act, drag },
      habit: fc.tuple(fc.constantFrom(...HabitTool.options), drag),
    });
    fc.assert(
      fc.property(chosen, ({ steps, buttons, back, forward, drag: [name, does], habit: [tool, [own, ownDoes]] }) => {
        const keys = steps.reduce<OwnKeys>((now, [to, one, isGiven]) => {
          const command = commands.find((each) => each.id === to);
          const isRefused = command === undefined || refusalFor(command, one) !== null;
          if (isGiven) return isRefused ? now : giveKey(commands, now, to, one);
          return takeKey(commands, now, to, one);
        }, {});
        const { mouse } = PROGRAM_CONTROLS;
        const byTool = withHabit(mouse, tool, { drag: [own, ownDoes] });
        const controls: Controls = {
          ...PROGRAM_CONTROLS,
          keys,
          mouse: { ...mouse, drag: { ...mouse.drag, [name]: does }, byTool, back, forward },
          devices: [{ vendorId: 1, productId: 2, buttons }],
        };
        const file = Controls.parse(JSON.parse(JSON.stringify(controls)));
        expect(fitControls(file, commands, parseKey)).toEqual({ controls, leftOut: [] });
      }),
      { numRuns: 60 },
    );
  });

  it('are listed in the settings and in the map of keys wherever the reader is', () => {
    const listed = new Set<string>(waiting().map(({ id }) => id));
    const files = readdirSync(renderer, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.tsx?$/.test(name))
      .map((name) => path.join(renderer, name));
    const named = files
      .filter((file) => !EVERYWHERE.includes(file))
      .flatMap((file) => {
        const text = readFileSync(file, 'utf8');
        return text.includes('useRegisterCommands(') || /\bCommand(Facts)?\b/.test(text) ? commandIds(text) : [];
      });
    expect(named.length).toBeGreaterThan(2);
    expect(named.filter((id) => !listed.has(id))).toEqual([]);
  });

  it('keeps the names of the case acts with those of their commands', () => {
    expect([LIST_KEYS.claimed.id, LIST_KEYS['on-call'].id, LIST_KEYS.pinned.id]).toEqual([
      ...['worklist.claimed', 'worklist.on-call', 'worklist.pinned'],
    ]);
  });
});

/** Ids of literal commands: an object with an id and, within a few lines, a scope. */
function commandIds(text: string): readonly string[] {
  return [...text.matchAll(/\bid: '([a-z][\w-]*\.[\w.-]+)'(?=[^}]{0,400}\bscope\b)/g)].map(([, id]) => id ?? '');
}
