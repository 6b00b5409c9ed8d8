import type { ProgramDraft } from '../model/program-draft.ts';
import { matchingSection } from './prior-section.ts';

/** Maker and version, as they stand with every passage of a draft. */
export function makerOf({ program: { name, version } }: Pick<ProgramDraft, 'program'>): string {
  return `${name}, ${version === null ? 'version not said' : `version ${version}`}`.slice(0, 300);
}

/** Where each section of a draft goes: to its counterpart, else to the findings, else to the first section that there is. */
export function placedSections(
  sections: ProgramDraft['sections'],
  into: readonly { readonly sectionId: string; readonly title: string }[],
): { readonly sectionId: string; readonly text: string }[] {
  const spare = into.find(({ sectionId }) => sectionId === 'findings') ?? into[0];
  return sections.flatMap((section) => {
    const own = into.find((one) => matchingSection(one, [section]) !== null) ?? spare;
    return own === undefined ? [] : [{ sectionId: own.sectionId, text: section.text }];
  });
}
