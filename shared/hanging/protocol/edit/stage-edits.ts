import type { HangingProtocol, Stage } from '../protocol.ts';
import { copyLabel, freshId, moved, NOT_THERE, patched, refused } from './edits.ts';
import type { Edit, Outcome } from './edits.ts';

const MOST_STAGES = 16;

type Of<Do extends Edit['do']> = Extract<Edit, { readonly do: Do }>;
export type StageEdits = Of<'add-stage' | 'copy-stage' | 'remove-stage' | 'move-stage' | 'set-stage'>;

export function editStage(document: HangingProtocol, edit: StageEdits): Outcome {
  const { stages } = document;
  const named = edit.do === 'add-stage' ? edit.after : edit.stage;
  const at = stages.findIndex(({ id }) => id === named);
  const stage = stages[at];
  if (!stage) return NOT_THERE;
  switch (edit.do) {
    case 'add-stage':
      return inserted(document, at, blankStage(document));
    case 'copy-stage': {
      const id = freshId(stage.id, stages.map((one) => one.id)); // prettier-ignore
      return inserted(document, at, { ...stage, id, name: copyLabel(stage.name) });
    }
    case 'remove-stage':
      if (stages.length === 1) return refused('A protocol needs a stage. Add another before this one is removed.');
      return { ok: true, document: { ...document, stages: stages.toSpliced(at, 1) } };
    case 'move-stage': {
      const order = moved(stages, at, edit.by);
      if (!order) return refused(edit.by < 0 ? 'It is the first stage.' : 'It is the last stage.');
      return { ok: true, document: { ...document, stages: order } };
    }
    case 'set-stage':
      return { ok: true, document: { ...document, stages: stages.with(at, patched<Stage>(stage, edit.patch)) } };
  }
}

function inserted(document: HangingProtocol, after: number, stage: Stage): Outcome {
  if (document.stages.length >= MOST_STAGES) return refused(`A protocol has at most ${MOST_STAGES} stages.`);
  return {
    ok: true,
    document: { ...document, stages: document.stages.toSpliced(after + 1, 0, stage) },
    id: stage.id,
    at: { stage: stage.id, screen: 0, box: 0 },
  };
}

/** One cell with what is shown first. */
function blankStage({ stages, displaySets }: HangingProtocol): Stage {
  const show = displaySets[0]?.id ?? '';
  return {
    id: freshId('stage', stages.map(({ id }) => id)), // prettier-ignore
    name: 'New stage',
    screens: [{ boxes: [{ x: 0, y: 0, width: 1, height: 1, show }] }],
    partial: 'ADAPT_LAYOUT',
  };
}
