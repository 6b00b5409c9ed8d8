import type { HangingKeeper } from './hanging-keeper.ts';

/** What the reader does to how the case hangs. */
export type HangAction =
  | { readonly do: 'stage'; readonly by: 1 | -1 }
  | { readonly do: 'hang-again' }
  | { readonly do: 'choose-hanging' }
  | { readonly do: 'why-hanging' };

export interface HangDesk {
  readonly hanging: Pick<HangingKeeper, 'step' | 'ask' | 'again'>;
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
  }
}
