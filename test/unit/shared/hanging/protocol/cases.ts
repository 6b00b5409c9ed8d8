import type {
  HangingCase,
  HangingPrior,
  HangingStack,
  HangingStudy,
} from '../../../../../shared/hanging/protocol/case-facts.ts';
import { ONE_MONITOR } from '../../../../../shared/hanging/protocol/case-facts.ts';
import { contentOf } from '../../../../../shared/hanging/protocol/content.ts';
import { HangingProtocol } from '../../../../../shared/hanging/protocol/protocol.ts';

type StackChange = Partial<Omit<HangingStack, 'content'>> & { readonly agent?: boolean };

/** A stack as a study would give it: what its pictures are is read off its words and values. */
export function stackOf(seriesUid: string, { agent = false, ...change }: StackChange = {}): HangingStack {
  const facts = {
    studyUid: '1.2',
    seriesUid,
    stack: 0,
    objectId: null,
    seriesNumber: 1,
    name: '',
    modality: 'CT',
    description: seriesUid,
    protocol: null,
    bodyPart: null,
    laterality: null,
    view: null,
    viewModifiers: [],
    imageType: ['ORIGINAL', 'PRIMARY'],
    sopClass: '1.2.840.10008.5.1.4.1.1.2',
    plane: 'axial' as const,
    images: 40,
    thickness: 2,
    echoTime: null,
    bValue: null,
    kernel: null,
    frameOfReference: '1.2.9',
    cine: false,
    colour: false,
    minor: false,
    ...change,
  };
  const words = [facts.description, facts.protocol, facts.name, facts.bodyPart].filter(Boolean).join(' | ');
  const isLocalizer = facts.imageType.includes('LOCALIZER');
  return { ...facts, content: contentOf({ ...facts, words, agent, isLocalizer }) };
}

export function studyOf(stacks: readonly HangingStack[], change: Partial<HangingStudy> = {}): HangingStudy {
  const studyUid = change.studyUid ?? '1.2';
  return {
    studyUid,
    date: '20260301',
    modalities: [...new Set(stacks.flatMap(({ modality }) => modality ?? []))].sort(),
    description: null,
    parts: [],
    regions: [],
    techniques: [],
    contrast: null,
    procedureCodes: [],
    reasonCodes: [],
    reason: null,
    sides: [],
    age: 60,
    sex: 'F',
    site: 'A',
    extras: [],
    ...change,
    stacks: stacks.map((stack) => ({ ...stack, studyUid })),
  };
}

export function priorOf(
  stacks: readonly HangingStack[],
  { relevance = 0.9, daysBefore = 365, ...change }: Partial<HangingPrior> & { readonly studyUid: string },
): HangingPrior {
  return { ...studyOf(stacks, change), relevance, daysBefore };
}

export function caseOf(
  study: HangingStudy,
  priors: readonly HangingPrior[] = [],
  change: Partial<HangingCase> = {},
): HangingCase {
  return { study, priors, reader: null, monitors: ONE_MONITOR, ...change };
}

/** CT with a prior beside it; what is given replaces it. */
export function protocolOf(change: Readonly<Record<string, unknown>> = {}): HangingProtocol {
  return HangingProtocol.parse({
    schema: 1,
    id: 'ct',
    name: 'CT',
    version: 1,
    scope: 'shipped',
    for: [{ attribute: 'modality', is: 'equals', value: 'CT', weight: 10, must: true }],
    imageSets: [
      {
        id: 'main',
        label: 'CT',
        of: 'current',
        rules: [{ attribute: 'modality', is: 'equals', value: 'CT', weight: 1, must: true }],
        weight: 5,
        must: true,
      },
      {
        id: 'prior',
        label: 'Prior CT',
        of: { least: 0.4, pick: { by: 'relevance' } },
        rules: [{ attribute: 'modality', is: 'equals', value: 'CT', weight: 1, must: true }],
        weight: 3,
        like: 'main',
      },
    ],
    displaySets: [
      { id: 'main', label: 'CT', kind: 'stack', set: 'main', missing: { do: 'leave-out' } },
      { id: 'prior', label: 'Prior', kind: 'stack', set: 'prior', missing: { do: 'leave-out' } },
    ],
    stages: [
      {
        id: 'pair',
        name: 'With prior',
        screens: [
          {
            boxes: [
              { x: 0, y: 0, width: 0.5, height: 1, show: 'main' },
              { x: 0.5, y: 0, width: 0.5, height: 1, show: 'prior' },
            ],
          },
        ],
        partial: 'ADAPT_LAYOUT',
      },
    ],
    ...change,
  });
}
