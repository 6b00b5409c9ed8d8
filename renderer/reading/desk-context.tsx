import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { DeskSession } from './desk-session.ts';
import type { Composition, DeskCase, DeskLayout, DeskRuntime, DeskSaved } from './stores.ts';
import type { ToolState } from './tool-state.ts';

export const DeskContext = createContext<DeskSession | null>(null);

export function useDesk(): DeskSession {
  const desk = useContext(DeskContext);
  if (!desk) throw new Error('DeskContext is missing above this part');
  return desk;
}

export function useDeskLayout<T>(select: (state: DeskLayout) => T): T {
  return useStore(useDesk().stores.layout, select);
}

export function useComposition<T>(select: (state: Composition) => T): T {
  return useStore(useDesk().stores.composition, select);
}

export function useDeskRuntime<T>(select: (state: DeskRuntime) => T): T {
  return useStore(useDesk().stores.runtime, select);
}

export function useDeskSaved<T>(select: (state: DeskSaved) => T): T {
  return useStore(useDesk().stores.saved, select);
}

export function useDeskTools<T>(select: (state: ToolState) => T): T {
  return useStore(useDesk().stores.tools, select);
}

export function useDeskCase(): DeskCase {
  return useStore(useDesk().stores.open);
}
