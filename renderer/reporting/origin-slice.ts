import type { Provenance } from '../../shared/model/provenance.ts';
import { paragraphsOf } from '../../shared/report/plain-text.ts';
import { toEditor } from './editor-content.ts';

/** Text with its provenance as the clipboard of the editors holds it: JSON of a slice that joins the text around it. */
export function sliceOfText(text: string, from: Provenance | undefined): unknown {
  return { content: toEditor(paragraphsOf(text, from)).content, openStart: 1, openEnd: 1 };
}
