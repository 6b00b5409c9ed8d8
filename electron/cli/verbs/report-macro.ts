import { MACRO_ACTIONS, runMacroAction } from '../../station/reporting/macros/macro-cli.ts';
import type { Station } from '../../station/station.ts';
import { usage } from '../arguments.ts';
import type { Arguments } from '../arguments.ts';

/** `report macro …`: the library of the person who runs it. */
export function isMacroAction({ positional }: Arguments): boolean {
  return positional[0] === 'macro';
}

/** Throws wrong usage. */
export function checkMacroAction(args: Arguments): void {
  const action = actionOf(args);
  if (action === 'import') args.required('file');
  if (action === 'export') args.required('out');
}

export function runMacros(station: Station, args: Arguments): Promise<unknown> {
  return runMacroAction(station.rooms.reporting.macros, station.access.requireStore(), actionOf(args), args);
}

function actionOf({ positional }: Arguments): (typeof MACRO_ACTIONS)[number] {
  const [, named, ...rest] = positional;
  const action = MACRO_ACTIONS.find((one) => one === named);
  if (action === undefined || rest.length > 0)
    throw usage(`report macro needs one action: ${MACRO_ACTIONS.join(', ')}`);
  return action;
}
