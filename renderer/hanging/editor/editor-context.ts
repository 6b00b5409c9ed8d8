import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { HangingProtocol } from '../../../shared/hanging/protocol/protocol.ts';
import type { EditorView, ProtocolEditorState } from './editor-state.ts';

export const EditorContext = createContext<ProtocolEditorState | null>(null);

export function useEditor(): ProtocolEditorState {
  const editor = useContext(EditorContext);
  if (!editor) throw new Error('EditorContext is missing above this part');
  return editor;
}

export function useEditorView<T>(select: (view: EditorView) => T): T {
  return useStore(useEditor().store, select);
}

/** The document as it stands. */
export function useDocument(): HangingProtocol {
  return useEditorView(({ editing }) => editing.document);
}
