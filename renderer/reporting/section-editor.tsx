import { EditorContent, useEditor } from '@tiptap/react';
import type { Editor } from '@tiptap/react';
import { StarterKit } from '@tiptap/starter-kit';
import { useContext, useEffect, useRef, useState } from 'react';
import type { Paragraph } from '../../shared/model/report.ts';
import { clipboardOrigin } from './clipboard-origin.ts';
import { ghostWords } from './dictation/ghost.ts';
import { FieldChoices } from './field-choices.tsx';
import { paragraphReader, samePlace, toEditor } from './editor-content.ts';
import type { ReportLinks } from './links.ts';
import { measurementNode } from './measurement-node.ts';
import { openFieldKeys } from './open-fields.ts';
import { originMark } from './origin-mark.ts';
import { SpellingContext } from './report-spelling.ts';
import styles from './section-editor.module.css';
import { spellingMarks } from './spelling.ts';
import type { SpellingNow } from './spelling.ts';

const NOT_CHECKED: SpellingNow = { speller: null, turn: 0 };

/** Paragraphs of text and measurements, undo, and nothing else: a report has no bold, no lists, no links. */
function extensionsOf(links: ReportLinks, spelling: () => SpellingNow) {
  return [
    StarterKit.configure({
      blockquote: false,
      bold: false,
      bulletList: false,
      code: false,
      codeBlock: false,
      dropcursor: false,
      gapcursor: false,
      hardBreak: false,
      heading: false,
      horizontalRule: false,
      italic: false,
      link: false,
      listItem: false,
      listKeymap: false,
      orderedList: false,
      strike: false,
      trailingNode: false,
      underline: false,
    }),
    measurementNode(links),
    originMark,
    clipboardOrigin(links.copied),
    openFieldKeys,
    ghostWords,
    spellingMarks(spelling),
  ];
}

/** The text of one section. `onEditor` hands out the editor while it lives, so that commands can write into it. */
export function SectionEditor({
  label,
  paragraphs,
  links,
  onChange,
  onFocus,
  onEditor,
}: {
  readonly label: string;
  readonly paragraphs: readonly Paragraph[];
  readonly links: ReportLinks;
  readonly onChange: (paragraphs: Paragraph[]) => void;
  readonly onFocus: () => void;
  readonly onEditor: (editor: Editor | null) => void;
}) {
  const spelling = useContext(SpellingContext);
  const [read] = useState(paragraphReader);
  /** What was typed here last: it comes back as the text of the section, and needs no look. */
  const own = useRef<readonly Paragraph[]>(paragraphs);
  const latest = useRef({ onChange, onFocus, onEditor });
  useEffect(() => {
    latest.current = { onChange, onFocus, onEditor };
  });
  const editor = useEditor({
    extensions: extensionsOf(links, () => spelling?.view.getState() ?? NOT_CHECKED),
    content: toEditor(paragraphs),
    // The content policy forbids style tags; the few rules the editor needs stand in section-editor.module.css.
    injectCSS: false,
    immediatelyRender: true,
    shouldRerenderOnTransaction: false,
    editorProps: {
      attributes: {
        'aria-label': label,
        role: 'textbox',
        'aria-multiline': 'true',
        class: styles['text'] ?? '',
        spellcheck: 'false',
      },
      // The editor takes every Enter for itself, also Ctrl Enter, which signs: with Ctrl it belongs to the commands.
      handleDOMEvents: { keydown: (_view, event) => event.key === 'Enter' && (event.ctrlKey || event.metaKey) },
    },
    onUpdate: ({ editor: changed }) => {
      const next = read(changed.state.doc);
      own.current = next;
      latest.current.onChange(next);
    },
    onFocus: () => latest.current.onFocus(),
  });
  useEffect(() => {
    latest.current.onEditor(editor);
    return () => latest.current.onEditor(null);
  }, [editor]);
  useEffect(() => {
    // Text that came from elsewhere (another draft, a reload); what was typed here is there already.
    if (paragraphs !== own.current && editor && !samePlace(read(editor.state.doc), paragraphs)) {
      editor.commands.setContent(toEditor(paragraphs), { emitUpdate: false });
    }
    own.current = paragraphs;
  }, [editor, paragraphs, read]);
  return (
    <div className={styles['frame']}>
      <EditorContent editor={editor} className={styles['editor']} />
      <FieldChoices editor={editor} />
    </div>
  );
}
