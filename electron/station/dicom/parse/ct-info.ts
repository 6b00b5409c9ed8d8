import type { ContrastInfo } from '../../../../shared/model/contrast.ts';
import type { CtInfo } from '../../../../shared/model/image.ts';
import type { Attributes } from './attributes.ts';

const MOST_OPTIONS = 16;
const MOST_TEXT = 64;

/** What the scores of a CT ask of its header, as it stands; the rules judge it. */
export function ctInfo(attributes: Attributes): CtInfo {
  const technique = attributes.text('cardiacTechnique');
  return {
    ...contrastInfo(attributes),
    kvp: attributes.number('kvp'),
    kernel: attributes.text('kernel')?.slice(0, MOST_TEXT) ?? null,
    scanOptions: attributes
      .texts('scanOptions')
      .slice(0, MOST_OPTIONS)
      .map((text) => text.slice(0, MOST_TEXT)),
    triggered:
      attributes.number('triggerTime') !== null ||
      attributes.number('nominalInterval') !== null ||
      (technique !== null && technique !== 'NONE'),
  };
}

/** What the header of a CT or an MR says of an injection. That it says nothing does not mean that none was given. */
export function contrastInfo(attributes: Attributes): ContrastInfo {
  const shared = attributes.item('sharedGroups');
  return {
    agent: attributes.text('contrastAgent')?.slice(0, MOST_TEXT) ?? null,
    agentCoded: attributes.item('contrastAgents') !== null || (shared?.item('contrastUsage') ?? null) !== null,
  };
}
