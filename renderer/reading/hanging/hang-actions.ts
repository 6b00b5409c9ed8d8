import type { HangingKeeper } from './hanging-keeper.ts';

/** What the reader does to how the case hangs. */
export type HangAction =
  | { readonly do: 'stage'; readonly by: 1 | -1 }
  | { readonly do: 'hang-again' }
  | { readonly do: 'choose-hanging' }
  | { readonly do: 'why-hanging' }
  | { readonly do: 'save-hanging' };

export interface HangDesk {
  readonly hanging: Pick<HangingKeeper, 'step' | 'ask' | 'again'>;
  readonly mpr: { readonly on: boolean };
  say(title: string, detail: string): void;
}

const ACTIONS: readonly string[] = [
  'stage',
  'hang-again',
  'choose-hanging',
  'why-hanging',
  'save-hanging',
] satisfies HangAction['do'][];

export function isHangAction(action: { readonly do: string }): action is HangAction {
  return ACTIONS.includes(action.do);
}

/** Planes of a reformat come as a stage of their own; what lies beside them is what can be an example. */
function saveSeen(desk: HangDesk): void {
  if (desk.mpr.on)
    return desk.say(
      'Leave the planes first',
      'What stands beside them can be kept as a hanging protocol. Nothing was saved.',
    );
  desk.hanging.ask('save');
}

export function runHangAction(desk: HangDesk, action: HangAction): void {
  switch (action.do) {
    case 'stage':
      return desk.hanging.step(action.by);
    case 'hang-again':
      return void desk.hanging.again();
    case 'choose-hanging':
      return desk.hanging.ask('choose');
    case 'why-hanging':
      return desk.hanging.ask('why');
    case 'save-hanging':
      return saveSeen(desk);
  }
}
