import type { callStation } from '../../client/index.ts';
import type { HangingKeeper } from './hanging-keeper.ts';
import type { LearnedAnswer } from './learned-answers.ts';
import type { Say } from '../said-tone.ts';

/** What the reader does to how the case hangs. */
export type HangAction =
  | { readonly do: 'stage'; readonly by: 1 | -1 }
  | { readonly do: 'hang-again' }
  | { readonly do: 'choose-hanging' }
  | { readonly do: 'why-hanging' }
  | { readonly do: 'save-hanging' }
  | { readonly do: 'edit-hanging' }
  | { readonly do: 'new-hanging' }
  | { readonly do: 'take-back-hanging' }
  | { readonly do: 'learned'; readonly answer: LearnedAnswer };

export interface HangDesk {
  readonly hanging: Pick<HangingKeeper, 'step' | 'ask' | 'again' | 'saves' | 'want' | 'store' | 'learned'>;
  readonly call: typeof callStation;
  readonly say: Say;
  failed(error: unknown, doing: string): void;
}

const ACTIONS: readonly string[] = [
  'stage',
  'hang-again',
  'choose-hanging',
  'why-hanging',
  'save-hanging',
  'edit-hanging',
  'new-hanging',
  'take-back-hanging',
  'learned',
] satisfies HangAction['do'][];

export function isHangAction(action: { readonly do: string }): action is HangAction {
  return ACTIONS.includes(action.do);
}

/** Undo of "Save what I see": what stands on the desk stays as it is. */
async function takeBack(desk: HangDesk): Promise<void> {
  const { hanging, call } = desk;
  const owner = { scope: 'user' } as const;
  try {
    const taken = await hanging.saves.takeBack({
      versions: (id) => call('hanging.versions', { owner, id }),
      restore: (id, version) => call('hanging.restore', { owner, id, version }),
      remove: (id) => call('hanging.remove', { owner, id }),
    });
    if (taken === null) {
      return desk.say('Nothing to take back', 'No hanging protocol was saved at this desk. Settings, Hanging protocols, has all versions.'); // prettier-ignore
    }
    // The reader may have chosen another one meanwhile.
    const wanted = hanging.want(taken.wanted);
    if (wanted !== taken.id) hanging.want(wanted);
    const words = taken.left === 'former' ? 'Its former version counts again' : 'Studies hang as they did before it';
    desk.say(
      'Taken back',
      `“${taken.name}” is no more in force. ${words}; {hanging.again} hangs this case anew.`,
      'ok',
    );
  } catch (error) {
    desk.failed(error, 'Hanging protocol');
  }
}

function editHanging(desk: HangDesk): void {
  if (desk.hanging.store.getState().hanging?.protocol) return desk.hanging.ask('edit');
  desk.say(
    'No hanging protocol to edit',
    'This case hangs by the built-in rules. Save what I see makes a protocol of it, New hanging protocol begins one; Settings, Hanging protocols, has the others.',
  );
}

/** Answers what is offered in the last line of the window. */
function answerLearned({ hanging, say }: HangDesk, answer: LearnedAnswer): void {
  if (hanging.learned.getState().answer?.(answer) === true) return;
  say(
    'Nothing is offered',
    'What you change in case after case in the same way is offered in the last line of the window.',
  );
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
    case 'edit-hanging':
      return editHanging(desk);
    case 'new-hanging':
      return desk.hanging.ask('new');
    case 'save-hanging':
      return desk.hanging.ask('save');
    case 'take-back-hanging':
      return void takeBack(desk);
    case 'learned':
      return answerLearned(desk, action.answer);
  }
}
