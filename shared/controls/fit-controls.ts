import type { Controls, OwnKeys } from '../model/controls.ts';
import { KEY_REFUSALS, refusalFor } from './refused-keys.ts';
import { tidy, workingKeys } from './working-keys.ts';
import type { KeyedCommand } from './working-keys.ts';

/** What of a file was kept out, in words. */
export interface LeftOut {
  readonly what: string;
  readonly why: string;
}

export interface FittedControls {
  readonly controls: Controls;
  readonly leftOut: readonly LeftOut[];
}

const UNKNOWN = 'This program has no such command.';

/**
 * What of somebody's controls this program can do: commands that it does not know and keys that cannot be given are kept out and named.
 * @param canonical reads a key into canonical words; null for what is no key
 */
export function fitControls(
  file: Controls,
  commands: readonly KeyedCommand[],
  canonical: (key: string) => string | null,
): FittedControls {
  const leftOut: LeftOut[] = [];
  const known = new Map(commands.map((command) => [command.id, command]));
  const keys: Record<string, readonly string[]> = {};
  for (const [id, wanted] of Object.entries(file.keys)) {
    const command = known.get(id);
    if (command === undefined) {
      leftOut.push({ what: id, why: UNKNOWN });
      continue;
    }
    keys[id] = wanted.flatMap((text) => {
      const why = refusalOf(text, command, canonical);
      if (why !== null) leftOut.push({ what: `${id}: ${text}`, why });
      return why === null ? [canonical(text) ?? text] : [];
    });
  }
  return {
    controls: {
      ...file,
      keys: tidy(commands, settle(commands, keys, leftOut)),
      mouse: { ...file.mouse, ...fitButtons(file.mouse, known, leftOut) },
      devices: file.devices.map((device) => ({
        ...device,
        buttons: device.buttons.map((button) => ({
          ...button,
          press: knownOr(button.press, known, leftOut),
          release: knownOr(button.release, known, leftOut),
        })),
      })),
    },
    leftOut,
  };
}

function refusalOf(text: string, command: KeyedCommand, canonical: (key: string) => string | null): string | null {
  const key = canonical(text);
  if (key === null) return 'This is no key.';
  const refusal = refusalFor(command, key);
  return refusal === null ? null : KEY_REFUSALS[refusal];
}

/** Of two own keys that meet the first stays; the other is named. */
function settle(commands: readonly KeyedCommand[], keys: OwnKeys, leftOut: LeftOut[]): OwnKeys {
  const working = workingKeys(commands, keys);
  const settled = Object.entries(keys).map(([id, wanted]): [string, readonly string[]] => {
    const stays = working.get(id) ?? [];
    for (const key of new Set(wanted)) {
      if (!stays.includes(key))
        leftOut.push({ what: `${id}: ${key}`, why: 'Another command of the file has this key.' });
    }
    return [id, stays];
  });
  return Object.fromEntries(settled);
}

function fitButtons(
  { back, forward }: Controls['mouse'],
  known: ReadonlyMap<string, unknown>,
  leftOut: LeftOut[],
): Pick<Controls['mouse'], 'back' | 'forward'> {
  return { back: knownOr(back, known, leftOut), forward: knownOr(forward, known, leftOut) };
}

function knownOr(id: string | null, known: ReadonlyMap<string, unknown>, leftOut: LeftOut[]): string | null {
  if (id === null || known.has(id)) return id;
  leftOut.push({ what: id, why: UNKNOWN });
  return null;
}
