import type { Algorithm, DetectionReport, ReportContent } from '../../../../shared/model/dicom-object.ts';
import type { Attributes } from '../parse/attributes.ts';
import { algorithmOf, algorithmsOf } from './sr-algorithms.ts';
import { codeOf, isCode } from './codes.ts';
import type { SrItem, SrTree } from './sr-tree.ts';
import { valueOf } from './sr-values.ts';

type Draft = NonNullable<ReportContent['draft']>;

/** Basic, enhanced, comprehensive, comprehensive in space, extensible: what may be a report in words. */
const TEXT = /^1\.2\.840\.10008\.5\.1\.4\.1\.1\.88\.(11|22|33|34|35)$/;
/** Of one draft. */
const MOST_LETTERS = 50_000;

/** What a report says as the draft of a program; null: a person wrote or verified it, or nobody says that a program did. */
export function programDraft(tree: SrTree, attributes: Attributes, detection: DetectionReport | null): Draft | null {
  if (attributes.text('verification') === 'VERIFIED') return null;
  const program = detection === null ? writerOf(tree, attributes) : (detection.algorithms[0] ?? null);
  if (program === null) return null;
  const sections = detection === null ? sectionsOf(tree.root) : detected(detection);
  const letters = sections.reduce((sum, { text }) => sum + text.length, 0);
  return sections.length === 0 || letters > MOST_LETTERS ? null : { program, sections };
}

/** The program that says of itself that it observed (Part 16, TID 1002 and 4019), and no person beside it. */
function writerOf(tree: SrTree, attributes: Attributes): Algorithm | null {
  if (!TEXT.test(attributes.uid('sopClass') ?? '')) return null;
  const context = tree.root.children.filter(({ relationship }) => relationship === 'HAS OBS CONTEXT');
  const observers = context
    .filter(({ name }) => isCode(name, 'DCM', '121005'))
    .map((one) => codeOf(one.attributes, 'conceptCode'));
  if (observers.some((code) => isCode(code, 'DCM', '121006'))) return null;
  const own = algorithmOf(tree.root);
  if (own !== null) return own;
  if (!observers.some((code) => isCode(code, 'DCM', '121007'))) return null;
  const name = context.find((one) => isCode(one.name, 'DCM', '121013'))?.attributes.line('textValue');
  if (name) return { name, version: attributes.line('softwareVersions') };
  return algorithmsOf(tree, attributes)[0] ?? null;
}

/** What a detection program wants to be shown, one line a finding. Where it stands is for the marks to say. */
function detected({ findings }: DetectionReport): Draft['sections'] {
  const lines = findings
    .filter(({ optional }) => !optional)
    .map(({ label, certainty }) =>
      certainty === null ? `${label}.` : `${label}, ${certainty.name.toLowerCase()} ${certainty.text}.`,
    );
  return lines.length === 0 ? [] : [{ title: 'Findings', text: lines.join('\n') }];
}

function sectionsOf(root: SrItem): Draft['sections'] {
  const own = root.children.filter((item) => item.type !== 'CONTAINER').flatMap((item) => linesOf(item));
  const parts = root.children
    .filter((item) => item.type === 'CONTAINER')
    .map((item) => ({
      title: item.name?.meaning ?? 'Findings',
      text: linesOf(item).join('\n'),
    }));
  return [{ title: 'Findings', text: own.join('\n') }, ...parts].filter(({ text }) => text !== '');
}

/** The words of an item and what it contains; its context and references are none. A group without groups in it is one line. */
function linesOf(item: SrItem): string[] {
  if (item.relationship !== 'CONTAINS' || isCode(item.name, 'DCM', '111028')) return [];
  if (item.type === 'CONTAINER') {
    const inside = item.children.filter(({ relationship }) => relationship === 'CONTAINS');
    const isGroup = isCode(item.name, 'DCM', '125007') && inside.every(({ type }) => type !== 'CONTAINER');
    const lines = inside.flatMap((one) => linesOf(one));
    return isGroup && lines.length > 0 ? [`${lines.join('; ')}.`] : lines;
  }
  const value = valueOf(item)?.trim() ?? '';
  if (value === '') return [];
  if (item.type === 'TEXT') return value.split(/\r\n|\r|\n/).filter((line) => line.trim() !== '');
  return item.type === 'NUM' || item.type === 'CODE' ? [`${item.name?.meaning ?? 'Finding'}: ${value}`] : [];
}
