import { HangingProtocol } from '../../../shared/hanging/protocol/protocol.ts';

const KINDS = ['key-images', 'ai-result', 'report'] as const;
const CT = { attribute: 'modality', is: 'equals', value: 'CT', must: true } as const;

/** Key images, what a program found, and the report of a CT beside each other; the middle one begins where something was found. */
export const BESIDE = HangingProtocol.parse({
  ...{ schema: 1, id: 'beside', name: 'Beside the pictures', version: 1, scope: 'user' },
  for: [{ ...CT, weight: 900 }],
  imageSets: [{ id: 'main', label: 'CT', of: 'current', weight: 9, rules: [{ ...CT, weight: 1 }] }],
  displaySets: KINDS.map((kind) => ({
    ...{ id: kind, label: kind, kind, set: 'main', missing: { do: 'message', text: 'It is not there.' } },
    ...(kind === 'ai-result' ? { look: { picture: { at: 'ai-mark' }, window: 'lung' } } : {}),
  })),
  stages: [
    {
      ...{ id: 's', name: 'Found', partial: 'MAINTAIN_LAYOUT' },
      screens: [{ boxes: KINDS.map((show, at) => ({ x: at / 3, y: 0, width: 1 / 3, height: 1, show })) }],
    },
  ],
});
