import { describe, expect, it } from 'vitest';
import { DESK_COMMANDS, TOOL_COMMANDS } from '../../../../renderer/reading/commands.ts';
import { createDeskStores } from '../../../../renderer/reading/stores.ts';
import { pressOnVideo, runOnVideo } from '../../../../renderer/reading/video-acts.ts';
import { VideoHands } from '../../../../renderer/viewer/video/video-hand.ts';

/** A desk whose active viewport has a video, and what was done to it. */
function desk() {
  const done: string[] = [];
  const videos = new VideoHands();
  const stores = createDeskStores();
  videos.put(stores.layout.getState().active, {
    step: (by) => done.push(`step ${by}`),
    edge: (at) => done.push(at),
    togglePlaying: () => done.push('play'),
  });
  return {
    engine: { videos },
    stores,
    done,
    say: (title: string, detail: string) => void done.push(`${title}: ${detail}`),
  };
}

describe('a video in the active viewport', () => {
  it('goes from picture to picture, to its ends, and plays', () => {
    const one = desk();
    for (const id of ['image.next', 'image.back-10', 'image.last', 'image.cine']) {
      const command = DESK_COMMANDS.find((each) => each.id === id);
      expect(command && runOnVideo(one, command.action)).toBe(true);
    }
    expect(one.done).toEqual(['step 1', 'step -10', 'last', 'play']);
  });

  it('answers every command that would change or read a picture with what cannot be done and what to do, never with silence', () => {
    for (const { id, action } of DESK_COMMANDS) {
      const one = desk();
      const over = runOnVideo(one, action);
      if (over) expect([id, one.done.length]).toEqual([id, 1]);
      else expect([id, action.do === 'tool' ? 1 : 0]).toEqual([id, one.done.length]);
    }
    const one = desk();
    for (const { action } of DESK_COMMANDS.filter(({ group }) => group === 'Tools')) {
      if (runOnVideo(one, action)) throw new Error('a tool is for the other viewports, too');
    }
    expect(one.done).toHaveLength(TOOL_COMMANDS.length);
    expect(one.done.join('\n')).toContain('Length: not on a video: A video has lost detail');
  });

  it('says so when a tool is put on its picture, and nothing where the viewport was only chosen', () => {
    const one = desk();
    pressOnVideo(one, 0);
    expect(one.done).toEqual([]);
    one.stores.runtime.setState({ tool: 'ellipse' });
    pressOnVideo(one, 0);
    pressOnVideo(one, 1);
    expect(one.done.map((words) => words.split(':')[0])).toEqual(['Ellipse', 'A video is shown whole']);
  });

  it('is nothing to a desk whose active viewport has pictures', () => {
    const one = desk();
    one.engine.videos.put(one.stores.layout.getState().active, null);
    expect(DESK_COMMANDS.some(({ action }) => runOnVideo(one, action))).toBe(false);
    expect(one.done).toEqual([]);
  });
});
